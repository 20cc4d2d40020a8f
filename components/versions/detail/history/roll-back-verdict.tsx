'use client';
import { Info } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import type { ComparisonView } from '#components/versions/detail/history/comparison.tsx';
import { trafficWords } from '#components/versions/detail/history/traffic-words.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import { runningReplicas } from '#server/domain/spec.ts';

/** What 回滚 does, at the foot of the comparison. */
export function RollBackVerdict({
  version,
  snapshot,
}: {
  version: VersionView;
  snapshot: ComparisonView['snapshot'];
}) {
  const t = useTranslations('history');
  const count = runningReplicas(snapshot.spec);
  return (
    <p className="flex items-start gap-2 px-4 py-2.5 text-ink-2 text-sm">
      <Info className="mt-0.5 size-4 flex-none text-ink-3" aria-hidden />
      <span>{t('verdict', { number: snapshot.number, count, ...trafficWords(version) })}</span>
    </p>
  );
}
