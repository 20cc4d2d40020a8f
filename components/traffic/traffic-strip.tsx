'use client';
import { useTranslations } from 'use-intl/react';
import { type FormVersion, sortRows, sumOf, type TrafficForm } from '#components/traffic/traffic-form.ts';
import { cn } from '#components/ui/cn.ts';
import type { Series } from '#components/ui/series.ts';
import { SplitStrip } from '#components/ui/split-strip.tsx';
import { versionDigits } from '#server/domain/naming.ts';

/** Below this share a whole name does not fit under its segment. */
const TIGHT_PERCENT = 15;

/** The strip of what is being typed, with names below their segments; red is what nobody gets. */
export function TrafficStrip({
  form,
  versions,
  series,
}: {
  form: TrafficForm;
  versions: readonly FormVersion[];
  series: ReadonlyMap<string, Series>;
}) {
  const t = useTranslations();
  const missing = 100 - sumOf(form.rows);
  const shares = sortRows(form.rows, versions).flatMap(({ versionId, percent }) => {
    const version = versions.find(({ id }) => id === versionId);
    if (!version || !percent || percent < 0) return [];
    return [
      { key: versionId, version, name: version.name, percent, series: series.get(versionId) ?? 'base' },
    ];
  });
  const spoken = shares.map(({ name, percent }) => t('traffic.stripLabel', { name, percent }));
  if (missing > 0) spoken.push(t('traffic.missing', { percent: missing }));
  const isTight = shares.length > 2 || shares.some(({ percent }) => percent < TIGHT_PERCENT);
  return (
    <>
      <SplitStrip shares={shares} size="lg" hasMissing label={spoken.join(t('common.listComma'))} />
      <div aria-hidden className="mt-1.5 flex min-h-4 gap-0.5 text-ink-2 text-xs">
        {shares.map(({ key, version, percent }, index) => (
          <StripName
            key={key}
            percent={percent}
            isAtEnd={isTight && index > 0 && index === shares.length - 1 && missing <= 0}
          >
            <span className={cn(isTight && 'hidden', 'phone:hidden')}>{version.name}</span>
            <span className={cn(!isTight && 'hidden', 'phone:inline')}>{versionDigits(version.number)}</span>
          </StripName>
        ))}
        {missing > 0 ? (
          <StripName percent={missing} isAtEnd className="text-fail">
            {t('traffic.missing', { percent: missing })}
          </StripName>
        ) : null}
      </div>
    </>
  );
}

/** As wide as its segment; a name that is wider hangs over the side that has room. */
function StripName({
  percent,
  isAtEnd,
  className,
  children,
}: {
  percent: number;
  isAtEnd: boolean;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <span
      className={cn('flex min-w-0 basis-0 whitespace-nowrap', isAtEnd && 'justify-end', className)}
      style={{ flexGrow: percent }}
    >
      {children}
    </span>
  );
}
