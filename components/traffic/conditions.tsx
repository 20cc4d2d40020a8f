'use client';
import { useTranslations } from 'use-intl/react';
import { useConditionText } from '#components/traffic/use-condition-text.ts';
import { cn } from '#components/ui/cn.ts';
import type { Condition } from '#server/domain/traffic.ts';

/** In the place of a percentage: the first condition of a version and how many more; all of them on hover. */
export function Conditions({
  conditions,
  className,
}: {
  conditions: readonly Condition[];
  className?: string;
}) {
  const t = useTranslations('common');
  const textOf = useConditionText();
  // Whose version is the default is what is looked for first.
  const [first, ...others] = conditions.toSorted(
    (a, b) => Number(b.kind === 'default') - Number(a.kind === 'default'),
  );
  if (!first) return null;
  const all = [first, ...others].map(textOf).join(t('listComma'));
  return (
    <span title={all} className={cn('flex min-w-0 items-baseline gap-1.5 text-ink-2 text-xs', className)}>
      <span className={cn('min-w-0 truncate', first.kind === 'rule' && 'font-mono')}>{textOf(first)}</span>
      {others.length === 0 ? null : (
        <>
          <span aria-hidden className="flex-none text-ink-3">
            +{others.length}
          </span>
          <span className="sr-only">{others.map(textOf).join(t('listComma'))}</span>
        </>
      )}
    </span>
  );
}
