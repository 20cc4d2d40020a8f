'use client';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';

/** The way here; the last one is this page and has no link. */
export function Crumbs({ items }: { items: readonly { label: ReactNode; href?: string }[] }) {
  const t = useTranslations('common');
  return (
    <nav aria-label={t('position')} className="mb-2 flex items-center gap-1.5 text-ink-3 text-xs">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the way is the identity
        <Fragment key={index}>
          {index === 0 ? null : <ChevronRight className="size-3 flex-none" aria-hidden />}
          {item.href === undefined ? (
            <span aria-current="page" className="truncate">
              {item.label}
            </span>
          ) : (
            <Link href={item.href} className="truncate hover:text-primary">
              {item.label}
            </Link>
          )}
        </Fragment>
      ))}
    </nav>
  );
}
