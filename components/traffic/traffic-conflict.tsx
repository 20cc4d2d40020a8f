'use client';
import { useTranslations } from 'use-intl/react';
import { usePolicyText } from '#components/traffic/policy-text.ts';
import type { TrafficState } from '#components/traffic/use-traffic-state.ts';
import { Button } from '#components/ui/button.tsx';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';

/** Somebody was quicker: who, with what, and how to go on without losing what was typed. */
export function TrafficConflict({
  base,
  latest,
  onAdopt,
}: {
  base: TrafficState;
  latest: TrafficState;
  onAdopt: () => void;
}) {
  const t = useTranslations('traffic');
  const policyText = usePolicyText();
  const { changedAt, changedByName } = latest;
  const isTraffic = changedAt !== null && changedAt !== base.changedAt;
  return (
    <div
      role="alert"
      className="mt-3 flex flex-wrap items-center gap-3 rounded-lg border border-fail-line bg-fail-soft px-4 py-3 text-ink"
    >
      <StatusIcon kind="fail" />
      <p className="min-w-0 flex-1 basis-72">
        {isTraffic
          ? t.rich('conflictTraffic', {
              who: changedByName ?? '',
              shares: policyText(latest.policy, latest.versions),
              time: () => <TimeAgo at={changedAt} />,
            })
          : t('conflictOther')}
      </p>
      <Button size="sm" onClick={onAdopt}>
        {t('editLatest')}
      </Button>
    </div>
  );
}
