'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { cn } from '#components/ui/cn.ts';
import { SplitStrip, type StripShare } from '#components/ui/split-strip.tsx';

/** The strip of a table row: two lines that fit into 40 px. `note` stands where no version has traffic. */
export function SplitCell({ shares, note }: { shares: readonly StripShare[]; note?: ReactNode }) {
  const [oldest, ...newer] = shares.filter((share) => share.percent > 0);
  return (
    <div className="grid gap-1">
      <div className="flex justify-between gap-2 whitespace-nowrap text-ink-2 text-xs leading-[14px]">
        {oldest === undefined ? (
          <span className="text-ink-3">{note}</span>
        ) : (
          <ShareLabel name={oldest.name} percent={oldest.percent} />
        )}
        <NewerLabel newer={newer} />
      </div>
      <SplitStrip shares={shares} size="xs" />
    </div>
  );
}

function NewerLabel({ newer }: { newer: readonly StripShare[] }) {
  const t = useTranslations('common');
  const [first, ...others] = newer;
  if (first === undefined) return null;
  const name = others.length === 0 ? first.name : t('otherVersions', { count: newer.length });
  return <ShareLabel isNewer name={name} percent={newer.reduce((sum, share) => sum + share.percent, 0)} />;
}

function ShareLabel({ name, percent, isNewer }: { name: string; percent: number; isNewer?: boolean }) {
  return (
    <span className={cn('inline-flex gap-1.5', isNewer && 'text-primary')}>
      <span className={isNewer ? undefined : 'text-ink-3'}>{name}</span>
      {percent}%
    </span>
  );
}
