'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { buttonStyle } from '#components/ui/button-style.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What is not there, and what the reader may not see: both look the same. */
export function NotFound() {
  const t = useTranslations('shell');
  return (
    <EmptyState
      isPage
      title={t('notFound')}
      hint={t('notFoundHint')}
      action={
        <Link href="/services" className={buttonStyle()}>
          {t('toServices')}
        </Link>
      }
    />
  );
}
