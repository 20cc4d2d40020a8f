'use client';
import { Activity } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import {
  type Difference,
  errorText,
  type Figures,
  p95Text,
  verdictOf,
} from '#components/traffic/live-figures.ts';

const b = (text: ReactNode) => <b className="whitespace-nowrap">{text}</b>;

type VerdictLineProps = {
  /** With traffic, oldest first. */
  serving: readonly { name: string; figures: Figures }[];
  windowSeconds: number;
  /** Nothing has been read yet: the line keeps its height and says nothing. */
  isWaiting?: boolean;
  /** What comes before it: how long the newest one is in gray. */
  lead?: ReactNode;
};

/** What the figures say, in a sentence. */
export function VerdictLine({ serving, windowSeconds, isWaiting = false, lead }: VerdictLineProps) {
  return (
    <p className="flex min-h-10 items-center gap-2 border-line border-t px-4 py-2.5 text-sm phone:items-start">
      <Activity className="size-4 flex-none text-ink-3 phone:mt-0.5" aria-hidden />
      <span className="[text-wrap:pretty]">
        {lead}
        {isWaiting ? null : <Verdict serving={serving} windowSeconds={windowSeconds} />}
      </span>
    </p>
  );
}

function Verdict({ serving, windowSeconds: seconds }: VerdictLineProps) {
  const t = useTranslations('traffic');
  const words = useDifferenceWords();
  const verdict = verdictOf(serving.map(({ figures }) => figures));
  const base = serving[0]?.name ?? '';
  const newest = serving.at(-1)?.name ?? '';
  switch (verdict.kind) {
    case 'idle':
      return t('idle', { seconds });
    case 'alone':
      return t('alone', {
        seconds,
        requests: countText(verdict.figures.requests),
        error: errorText(verdict.figures),
        p95: p95Text(verdict.figures),
      });
    case 'few':
      return t.rich('few', { seconds, base, newest, b });
    case 'compared':
      return t.rich('comparedTo', { base, b, ...words(verdict.difference) });
  }
}

function useDifferenceWords() {
  const t = useTranslations('traffic');
  return ({ errorPoints, p95Ms }: Difference) => {
    const points = Math.abs(errorPoints);
    const ms = Math.abs(p95Ms);
    return {
      error: points === 0 ? t('errorSame') : t(errorPoints > 0 ? 'errorHigher' : 'errorLower', { points }),
      latency: ms === 0 ? t('p95Same') : t(p95Ms > 0 ? 'p95Slower' : 'p95Faster', { ms }),
    };
  };
}
