'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useAmount } from '#components/usage/use-amount.ts';
import type { UsageFigures } from '#server/domain/usage-report.ts';

/** The month in four figures. */
export function UsageTotals({ total }: { total: UsageFigures }) {
  const t = useTranslations('usage');
  const amount = useAmount();
  return (
    <dl className="grid grid-cols-4 gap-4 px-4 py-4 phone:grid-cols-2">
      <Figure label={t('cpuMinutes')}>{amount(total.cpuMinutes)}</Figure>
      <Figure label={t('memoryGbMinutes')}>{amount(total.memoryGbMinutes)}</Figure>
      <Figure label={t('instances')}>{amount(total.instances)}</Figure>
      <Figure label={t('saved')} hint={t('savedHint', { memory: amount(total.savedMemoryGbMinutes) })}>
        {amount(total.savedCpuMinutes)}
      </Figure>
    </dl>
  );
}

function Figure({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-ink-3 text-xs">{label}</dt>
      <dd className="mt-1 font-strong text-ink text-md tabular-nums">
        {children}
        {hint === undefined ? null : <p className="mt-1 font-normal text-ink-3 text-xs">{hint}</p>}
      </dd>
    </div>
  );
}
