'use client';
import { useTranslations } from 'use-intl/react';
import { Sparkline } from '#components/ui/sparkline.tsx';
import { coresText, mebibytesText, shareText } from '#components/versions/detail/instances/instance-text.ts';
import type { InstanceView } from '#server/api/views/instance-view.ts';

type FigureProps = { instance: InstanceView };

/** What it uses of its limit, and how that went over the last minutes. */
export function CpuFigure({ instance: { id, cpu, usage } }: FigureProps) {
  const t = useTranslations('instances');
  if (usage === null) return <None />;
  return (
    <span
      className="inline-grid grid-cols-[40px_64px] items-center gap-2 align-middle"
      title={t('cpuOf', { used: coresText(usage.cpuCores), limit: cpu })}
    >
      <span className="text-right text-ink phone:text-left">{shareText(usage.cpuCores, cpu)}</span>
      <Sparkline values={usage.cpuTrend} max={cpu} series="base" label={t('cpuTrend', { id })} />
    </span>
  );
}

export function MemoryFigure({ instance: { memoryGb, usage } }: FigureProps) {
  const t = useTranslations('instances');
  if (usage === null) return <None />;
  return (
    <>
      <span className="text-ink">{t('megabytes', { megabytes: mebibytesText(usage.memoryBytes) })}</span>
      <span className="ml-1 text-ink-3">/ {t('gigabytes', { gigabytes: memoryGb })}</span>
    </>
  );
}

/** Of the last five minutes, and the most at one time. */
export function RequestFigure({ instance: { answers } }: FigureProps) {
  const t = useTranslations('instances');
  if (answers === null) return <None />;
  return (
    <span title={t('requestsHint', answers)}>
      <span className="text-ink">{t('figure', { figure: answers.requests })}</span>
      <span className="ml-1.5 text-ink-3 text-xs">{t('inFlight', { count: answers.peakInFlight })}</span>
    </span>
  );
}

function None() {
  return <span className="text-ink-3">-</span>;
}
