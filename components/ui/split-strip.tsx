'use client';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';
import { type Series, seriesColor } from '#components/ui/series.ts';

/** One version's part; oldest first. `name` is what the label says, digits or the whole name. */
export type StripShare = { key: string; name: string; percent: number; series: Series };

const HEIGHT = {
  xs: 'h-(--size-strip-sm) rounded-xs',
  sm: 'h-2 rounded-[3px]',
  md: 'h-(--size-strip) rounded-[3px]',
  lg: 'h-4 rounded-sm',
};

type SplitStripProps = {
  shares: readonly StripShare[];
  size?: keyof typeof HEIGHT;
  /** Shares that do not reach 100 leave red hatching; off where a sum below 100 cannot occur. */
  hasMissing?: boolean;
  /** Instead of "014 80%，015 20%". */
  label?: string;
  className?: string;
};

/** Who gets what, before a figure is read. No share at all: an empty track. */
export function SplitStrip({ shares, size = 'md', hasMissing = false, label, className }: SplitStripProps) {
  const t = useTranslations('common');
  const shown = shares.filter((share) => share.percent > 0);
  const missing = 100 - shown.reduce((sum, share) => sum + share.percent, 0);
  return (
    <div
      role="img"
      aria-label={label ?? shareLabel(t, shown)}
      className={cn('flex gap-0.5 overflow-hidden', HEIGHT[size], className)}
    >
      {shown.map((share) => (
        <Segment key={share.key} percent={share.percent} background={seriesColor(share.series)} />
      ))}
      {hasMissing && missing > 0 && shown.length > 0 ? (
        <Segment percent={missing} background="var(--hatch-missing)" />
      ) : null}
      {shown.length === 0 ? <Segment percent={100} background="var(--color-track)" /> : null}
    </div>
  );
}

function Segment({ percent, background }: { percent: number; background: string }) {
  return (
    <i
      className="min-w-[3px] basis-0 transition-[flex-grow] duration-(--duration-share) ease-out"
      style={{ flexGrow: percent, background }}
    />
  );
}

function shareLabel(t: ReturnType<typeof useTranslations<'common'>>, shares: readonly StripShare[]): string {
  if (shares.length === 0) return t('noTraffic');
  return shares.map(({ name, percent }) => `${name} ${percent}%`).join(t('listComma'));
}
