'use client';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';

/** The mark: a mooring post and two lines of unequal length. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={cn('size-6 flex-none', className)}>
      <rect width="24" height="24" rx="6" fill="var(--color-primary-fill)" />
      <g fill="none" stroke="var(--color-on-fill)" strokeLinecap="round">
        <path d="M6.5 5v14" strokeWidth="2" />
        <path d="M10 9.2h8.2M10 14.8h4" strokeWidth="3.4" />
      </g>
    </svg>
  );
}

export function BrandName() {
  const t = useTranslations('common');
  return (
    <>
      <span className="whitespace-nowrap font-strong text-ink">{t('product')}</span>
      <span className="text-ink-3">{t('productLatin')}</span>
    </>
  );
}
