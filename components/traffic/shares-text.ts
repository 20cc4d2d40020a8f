'use client';
import { useTranslations } from 'use-intl/react';
import { versionDigits } from '#server/domain/naming.ts';
import { percentOf, type TrafficPolicy } from '#server/domain/traffic.ts';

type Named = { id: string; number: number; name: string };

/** "014 80%，015 20%", oldest first; a version that is gone is left out. */
export function useSharesText(): (policy: TrafficPolicy, versions: readonly Named[]) => string {
  const t = useTranslations('common');
  return (policy, versions) =>
    versions
      .toSorted((a, b) => a.number - b.number)
      .flatMap((version) => {
        const percent = percentOf(policy, version.id);
        return percent > 0 ? [`${versionDigits(version.number)} ${percent}%`] : [];
      })
      .join(t('listComma'));
}
