'use client';
import { Check } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { PredictionPanelProps } from '#components/traffic/prediction-panel.tsx';
import type { RuleRow } from '#components/traffic/rules-form.ts';
import type { PredictionState } from '#components/traffic/use-prediction.ts';
import { cn } from '#components/ui/cn.ts';
import { VersionName } from '#components/ui/version-name.tsx';
import type { RuleOutcome } from '#server/domain/request-match.ts';

type PredictionResultProps = Omit<PredictionPanelProps, 'prediction'> & {
  result: PredictionState['result'];
};

/** Which version by which rule, and how every rule fared. Announced when it comes. */
export function PredictionResult({ form, versions, series, result }: PredictionResultProps) {
  const t = useTranslations('traffic');
  const version = versions.find(({ id }) => id === result?.versionId);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On the phone it would come up behind the foot.
    if (result) box.current?.scrollIntoView({ block: 'nearest' });
  }, [result]);
  return (
    <div ref={box} role="status" className="phone:scroll-mb-24">
      {result === undefined ? null : (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 border-line-soft border-t bg-sunken px-4 py-3">
          <p className="flex flex-wrap items-center gap-x-2">
            <span className="text-ink-3">{t('result')}</span>
            {version ? (
              <VersionName series={series.get(version.id)} className="font-strong">
                {version.name}
              </VersionName>
            ) : null}
            <span className="text-ink-3 text-sm">
              {result.ruleIndex !== null
                ? t('hitRule', { number: result.ruleIndex + 1 })
                : t(version ? 'hitDefault' : 'hitNobody')}
            </span>
          </p>
          <ul className="flex min-w-0 flex-wrap gap-x-4 gap-y-1 text-ink-3 text-xs leading-5">
            {form.rows.map((row, index) => (
              <Tried key={row.id} row={row} number={index + 1} outcome={result.tried[index]} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

const MISSING = {
  query: 'triedMissingQuery',
  header: 'triedMissingHeader',
  cookie: 'triedMissingCookie',
} as const;

function Tried({ row, number, outcome }: { row: RuleRow; number: number; outcome: RuleOutcome | undefined }) {
  const t = useTranslations('traffic');
  if (!outcome) return null;
  const { key, value: pattern } = row;
  const isMatched = outcome.kind === 'matched';
  return (
    <li className={cn('inline-flex min-w-0 items-center gap-1 break-all', isMatched && 'text-ink')}>
      {isMatched ? <Check aria-hidden className="size-3.5 flex-none" /> : null}
      {words()}
    </li>
  );

  function words(): string {
    switch (outcome?.kind) {
      case 'matched':
        return t('triedMatched', { number, key, value: outcome.value, pattern });
      case 'different':
        return t('triedDifferent', { number, key, value: outcome.value, pattern });
      case 'missing':
        return t(MISSING[row.source], { number, key });
      case 'incomplete':
        return t('triedIncomplete', { number });
      default:
        return t('triedUnread', { number });
    }
  }
}
