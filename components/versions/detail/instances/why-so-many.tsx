'use client';
import { Moon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { msText } from '#components/requests/request-text.ts';
import { Notice } from '#components/ui/notice.tsx';
import { useTickingNow } from '#components/ui/time-ago.tsx';
import type { InstanceTabProps } from '#components/versions/detail/instances/instance-tab.tsx';
import { isAsleep } from '#components/versions/instance-count.tsx';
import type { ColdStartFigures } from '#server/api/views/instance-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';
import type { ScalingNote } from '#server/domain/scaling-note.ts';

type WhySoManyProps = InstanceTabProps & { isManual: boolean; coldStarts: ColdStartFigures | null };

/** One sentence for the number of instances, and one for what the machine could not give. */
export function WhySoMany({ service, version, isManual, coldStarts }: WhySoManyProps) {
  const { scaling, wantedInstances, readyInstances, canServe } = version;
  if (!canServe) return null;
  const hasNone = wantedInstances === 0 && readyInstances === 0;
  return (
    <div className="grid gap-1 px-4 text-ink-3 text-sm">
      {hasNone ? (
        <NoneThere service={service} version={version} isManual={isManual} coldStarts={coldStarts} />
      ) : scaling === null ? null : (
        <p>
          <Reason scaling={scaling} version={version} />
        </p>
      )}
      {scaling !== null && scaling.short > 0 ? <Short scaling={scaling} /> : null}
    </div>
  );
}

function Reason({ scaling, version }: { scaling: ScalingNote; version: VersionView }): ReactNode {
  const t = useTranslations('instances.head');
  const { reason, sleepsAt } = scaling;
  const isOneAwake = reason === 'minimum' && version.spec.minReplicas === 0;
  return (
    <>
      {t(`reasons.${isOneAwake ? 'awake' : reason}`)}
      {sleepsAt === null ? null : (
        <>
          {' '}
          <SleepsIn at={sleepsAt} />
        </>
      )}
    </>
  );
}

/** To the minute: that is all that anybody plans by. */
function SleepsIn({ at }: { at: number }) {
  const t = useTranslations('instances.head');
  const leftMs = at - useTickingNow();
  return t('sleepsIn', { minutes: Math.max(1, Math.round(leftMs / 60_000)) });
}

/** What the machine could not give. It is tried again by itself. */
function Short({ scaling: { short: count, free } }: { scaling: ScalingNote }) {
  const t = useTranslations('instances.head');
  return (
    <Notice kind="fail">
      {free === null ? t('shortUnknown', { count }) : t('short', { count, ...rounded(free) })}
    </Notice>
  );
}

function rounded({ cpu, memoryGb }: { cpu: number; memoryGb: number }) {
  return { cpu: Math.round(cpu * 100) / 100, memoryGb: Math.round(memoryGb * 100) / 100 };
}

/** Why it has none at all, and what brings it back. */
function NoneThere({ service, version, isManual, coldStarts }: WhySoManyProps) {
  const t = useTranslations('instances.head');
  if (service.isPaused) return <p>{t('paused')}</p>;
  if (isManual) return <Notice kind="fail">{t('stoppedByHand')}</Notice>;
  return (
    <p className="flex items-start gap-1.5">
      <Moon className="mt-[3px] size-3.5 flex-none" aria-hidden />
      <span className="min-w-0">
        {t(isAsleep(version) ? 'asleep' : 'offline')} <ColdStarts figures={coldStarts} />
      </span>
    </p>
  );
}

function ColdStarts({ figures }: { figures: ColdStartFigures | null }) {
  const t = useTranslations('instances.head');
  if (figures === null) return t('noColdStarts');
  const { count, medianMs, p95Ms } = figures;
  return t('coldStarts', { count, median: msText(medianMs), p95: msText(p95Ms) });
}
