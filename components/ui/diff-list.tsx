'use client';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';

/** One changed field; without `was` it is new. */
export type Change = { key: string; field: ReactNode; was?: ReactNode; now: ReactNode };

/** What changes: field, the old struck through, arrow, the new one strong. */
export function DiffList({ changes }: { changes: readonly Change[] }) {
  return (
    <dl className="grid grid-cols-[84px_minmax(0,1fr)] gap-x-3 gap-y-1.5 px-4 py-2.5 text-sm">
      {changes.map((change) => (
        <ChangeRow key={change.key} change={change} />
      ))}
    </dl>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const t = useTranslations('common');
  return (
    <>
      <dt className="text-ink-3">{change.field}</dt>
      <dd className="flex min-w-0 flex-wrap items-center gap-x-2 [overflow-wrap:anywhere]">
        {change.was === undefined ? null : (
          <>
            <del className="text-ink-3 decoration-1">
              <span className="sr-only">{t('was')}</span>
              {change.was}
            </del>
            <ArrowRight className="size-3 flex-none text-ink-3" aria-hidden />
          </>
        )}
        <ins className="font-strong text-ink no-underline">
          <span className="sr-only">{t('becomes')}</span>
          {change.now}
        </ins>
      </dd>
    </>
  );
}
