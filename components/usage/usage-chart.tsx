'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Segmented } from '#components/ui/segmented.tsx';
import { useAmount } from '#components/usage/use-amount.ts';
import type { PeriodUsage } from '#server/domain/usage-report.ts';

const MEASURES = ['cpuMinutes', 'memoryGbMinutes'] as const;

/** A bar for each day. It is a list: whoever does not see the bars hears day and figure. */
export function UsageChart({ days }: { days: readonly PeriodUsage[] }) {
  const t = useTranslations('usage');
  const amount = useAmount();
  const [measure, setMeasure] = useState<(typeof MEASURES)[number]>('cpuMinutes');
  const most = Math.max(...days.map((day) => day[measure]), 0);
  return (
    <figure className="border-line border-t px-4 py-4">
      <figcaption className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2>{t('byDay')}</h2>
        <span className="text-ink-3 text-xs">{t('most', { amount: amount(most), unit: t(measure) })}</span>
        <Segmented
          size="sm"
          className="ml-auto"
          aria-label={t('measure')}
          value={measure}
          onChange={setMeasure}
          options={MEASURES.map((value) => ({ value, label: t(value) }))}
        />
      </figcaption>
      <ol className="flex h-28 items-end gap-0.5 border-line border-b">
        {days.map((day) => {
          const words = t('dayFigure', { day: day.name, amount: amount(day[measure]), unit: t(measure) });
          return (
            <li key={day.name} title={words} className="flex h-full flex-1 items-end hover:bg-hover">
              <span className="sr-only">{words}</span>
              <span
                aria-hidden
                className="w-full rounded-t-xs bg-primary"
                style={{ height: most > 0 ? `${(100 * day[measure]) / most}%` : 0 }}
              />
            </li>
          );
        })}
      </ol>
      <div aria-hidden className="mt-1 flex justify-between text-ink-3 text-xs tabular-nums">
        <span>{days[0]?.name.slice(5)}</span>
        <span>{days.at(-1)?.name.slice(5)}</span>
      </div>
    </figure>
  );
}
