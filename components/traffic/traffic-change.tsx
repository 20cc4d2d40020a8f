'use client';
import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { cn } from '#components/ui/cn.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ServiceView } from '#server/api/views/service-view.ts';
import { versionDigits } from '#server/domain/naming.ts';
import { percentOf, type TrafficPolicy } from '#server/domain/traffic.ts';

const APPLYING_POLL_MS = 500;

/** Who changed the traffic last, and whether every gateway serves it: 生效中, then 已生效. */
export function TrafficChange({ service }: { service: ServiceView }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.traffic.get.queryOptions(
      { serviceId: service.id },
      {
        refetchInterval: ({ state }) => (state.data?.isApplied === false ? APPLYING_POLL_MS : false),
      },
    ),
  );
  if (!data) return null;
  return (
    <>
      <span className="text-ink-3 text-xs phone:hidden">
        <ChangeSentence service={service} change={data} />
      </span>
      <AppliedMark isApplied={data.isApplied} />
    </>
  );
}

type Change = {
  previous: TrafficPolicy | null;
  changedAt: number | null;
  changedByName: string | null;
};

function ChangeSentence({ service, change }: { service: ServiceView; change: Change }) {
  const t = useTranslations('traffic');
  const { previous, changedAt } = change;
  const newest = service.serving.at(-1);
  if (changedAt === null || !newest) return null;
  const said = { who: change.changedByName ?? '', time: () => <TimeAgo at={changedAt} /> };
  const way = wayChanged(previous, service.trafficMode);
  if (way) return t.rich(way, said);
  const from = previous ? percentOf(previous, newest.id) : newest.percent;
  if (from === newest.percent) return t.rich('changed', said);
  const name = versionDigits(newest.number);
  return t.rich('changedFromTo', { ...said, name, from, to: newest.percent });
}

/** Where rules are in it, the way is what changed, or its rules. */
function wayChanged(previous: TrafficPolicy | null, mode: TrafficPolicy['mode']) {
  if (mode === 'rules') return previous?.mode === 'rules' ? 'changedRules' : 'changedToRules';
  return previous?.mode === 'rules' ? 'changedToPercent' : undefined;
}

function AppliedMark({ isApplied }: { isApplied: boolean }) {
  const t = useTranslations('traffic');
  return (
    <span
      role="status"
      className={cn('inline-flex items-center gap-1 text-ink-3 text-xs', isApplied && 'phone:sr-only')}
    >
      {isApplied ? (
        <>
          <Check className="size-3.5 text-ok" aria-hidden />
          {t('applied')}
        </>
      ) : (
        <>
          <StatusIcon kind="busy" />
          {t('applying')}
        </>
      )}
    </span>
  );
}
