'use client';
import { useTranslations } from 'use-intl/react';
import type { ChartLine } from '#components/metrics/chart-lines.ts';
import { cn } from '#components/ui/cn.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';

type LineLegendProps = {
  lines: readonly ChartLine[];
  hidden: readonly string[];
  onHidden: (ids: readonly string[]) => void;
  omitted: number;
  sampling: Sampling;
  isLive: boolean;
};

const SAMPLING_KEYS: Record<number, 'minute' | 'fiveMinutes' | 'hour' | 'day'> = {
  60: 'minute',
  300: 'fiveMinutes',
  3600: 'hour',
  86400: 'day',
};

/** What the colours mean; pressing one takes its line out of all charts, and brings it back. */
export function LineLegend({ lines, hidden, onHidden, omitted, sampling, isLive }: LineLegendProps) {
  const t = useTranslations('metrics');
  const toggle = (id: string) =>
    onHidden(hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id]);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
      {lines.length < 2
        ? null
        : lines.map((line) => (
            <button
              key={line.id}
              type="button"
              aria-pressed={!hidden.includes(line.id)}
              onClick={() => toggle(line.id)}
              className={cn(
                'inline-flex h-7 items-center gap-1.5 rounded-sm text-ink-2 hover:text-ink phone:h-9',
                hidden.includes(line.id) && 'text-ink-3 line-through',
              )}
            >
              <i
                aria-hidden
                className={cn('w-4 border-t-2', line.isDashed && 'border-dashed')}
                style={{ borderColor: line.color }}
              />
              {line.label}
            </button>
          ))}
      {omitted > 0 ? <span className="text-ink-3">{t('omitted', { count: omitted })}</span> : null}
      <span className="ml-auto inline-flex h-7 items-center gap-1.5 text-ink-3">
        {isLive ? <i aria-hidden className="size-1.5 rounded-full bg-ok" /> : null}
        {t(`samplings.${SAMPLING_KEYS[sampling.stepSeconds] ?? 'minute'}`)}
      </span>
    </div>
  );
}
