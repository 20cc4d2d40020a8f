'use client';
import { useTranslations } from 'use-intl/react';
import { versionDigits } from '#server/domain/naming.ts';
import { percentOf, type TrafficPolicy } from '#server/domain/traffic.ts';

type Named = { id: string; number: number; name: string };

/** "014 80%，015 20%", oldest first, or "3 条规则，默认版本 014"; a version that is gone is left out. */
export function usePolicyText(): (policy: TrafficPolicy, versions: readonly Named[]) => string {
  const t = useTranslations();
  return (policy, versions) => {
    if (policy.mode === 'rules') {
      const name = digitsOf(policy.defaultVersionId, versions);
      return t('traffic.rulesText', { count: policy.rules.length, name });
    }
    return versions
      .toSorted((a, b) => a.number - b.number)
      .flatMap((version) => {
        const percent = percentOf(policy, version.id);
        return percent > 0 ? [`${versionDigits(version.number)} ${percent}%`] : [];
      })
      .join(t('common.listComma'));
  };
}

/** "80 / 20", oldest first: what a change of mode replaces. */
export function bareShares(policy: TrafficPolicy, versions: readonly Named[]): string {
  return versions
    .toSorted((a, b) => a.number - b.number)
    .map(({ id }) => percentOf(policy, id))
    .filter((percent) => percent > 0)
    .join(' / ');
}

/** The three digits of a version, or "-" where it is gone. */
export function digitsOf(versionId: string, versions: readonly Named[]): string {
  const version = versions.find(({ id }) => id === versionId);
  return version ? versionDigits(version.number) : '-';
}
