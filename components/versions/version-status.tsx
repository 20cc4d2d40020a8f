'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { useFailureText } from '#components/api/failure-text.ts';
import { deploymentPath, versionPath } from '#components/services/service-paths.ts';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { isAsleep } from '#components/versions/instance-count.tsx';
import type { VersionView } from '#server/api/views/version-view.ts';
import type { VersionState } from '#server/domain/version-state.ts';

const KIND = {
  creating: 'busy',
  starting: 'busy',
  normal: 'ok',
  abnormal: 'fail',
  offline: 'off',
  cancelled: 'off',
  failed: 'fail',
  updating: 'busy',
  'update-failed': 'fail',
} as const;

/** A version's state with its cause or progress; a red one opens what is wrong. */
export function VersionStatus({ version, isBig = false }: { version: VersionView; isBig?: boolean }) {
  const router = useRouter();
  const stateText = useVersionStateText();
  const { state } = version;
  const path = troublePath(version);
  return (
    <StatusBadge
      kind={KIND[state.kind]}
      isBig={isBig}
      why={<Why version={version} />}
      {...(path === undefined ? {} : { onOpen: () => router.push(path) })}
    >
      {stateText(state)}
    </StatusBadge>
  );
}

/** 正常, 更新中, or the specific label of what failed (S0-12, S2-16). */
export function useVersionStateText(): (state: VersionState) => string {
  const t = useTranslations();
  return (state) => {
    if (state.kind === 'failed') return t(`failures.${state.code}.label`);
    if (state.kind !== 'update-failed') return t(`versionStates.${state.kind}`);
    return t(
      state.deploymentKind === 'redeploy' ? 'versionStates.updateFailed' : 'versionStates.rollBackFailed',
    );
  };
}

function troublePath({ serviceId, id, state, deploymentId }: VersionView): string | undefined {
  if (state.kind === 'abnormal') return `${versionPath(serviceId, id)}?tab=instances`;
  const hasFailed = state.kind === 'failed' || state.kind === 'update-failed';
  return hasFailed && deploymentId !== null ? deploymentPath(serviceId, deploymentId) : undefined;
}

function Why({ version }: { version: VersionView }): ReactNode {
  const t = useTranslations('versions');
  const { state, trafficLostAt, readyInstances, wantedInstances, deploymentId } = version;
  switch (state.kind) {
    case 'creating':
    case 'updating':
      return deploymentId === null ? null : <Progress version={version} deploymentId={deploymentId} />;
    case 'starting':
    case 'abnormal':
      return t('readyOf', { ready: readyInstances, wanted: wantedInstances });
    case 'normal':
      return isAsleep(version) ? t('asleep') : null;
    case 'offline':
      return trafficLostAt === null
        ? null
        : t.rich('lostTraffic', { time: () => <TimeAgo at={trafficLostAt} /> });
    case 'failed':
    case 'update-failed':
      return version.failure === null ? null : <Cause failure={version.failure} />;
    default:
      return null;
  }
}

/** The short grey cause: 找不到 Dockerfile. */
function Cause({ failure }: { failure: NonNullable<VersionView['failure']> }) {
  const { short } = useFailureText()(failure);
  return <span title={short}>{short}</span>;
}

/** The step that the running deployment is in. */
function Progress({ version, deploymentId }: { version: VersionView; deploymentId: string }) {
  const t = useTranslations();
  const trpc = useTRPC();
  const { data } = useQuery(trpc.deployments.get.queryOptions({ deploymentId }));
  const running = data?.steps.find((step) => step.state === 'running');
  if (!running) return null;
  const step = t(`steps.${running.name}`);
  const { readyInstances: ready, wantedInstances: wanted } = version;
  return running.name === 'ready' && wanted > 0 ? t('versions.stepAndReady', { step, ready, wanted }) : step;
}
