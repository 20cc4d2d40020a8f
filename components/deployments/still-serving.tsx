'use client';
import Link from 'next/link';
import { Fragment } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMay } from '#components/api/use-may.ts';
import { countText } from '#components/deployments/count-text.ts';
import { isRestoring } from '#components/deployments/restoring.ts';
import { trafficPath } from '#components/services/service-paths.ts';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

/** What still works, with the figure of requests and failures. */
export function StillServing({ deployment }: { deployment: DeploymentView }) {
  if (deployment.kind !== 'new-version' && !deployment.isVersionDeleted) {
    return <ServesAsBefore deployment={deployment} />;
  }
  return <OthersServe deployment={deployment} />;
}

/** After an update that failed: the configuration from before (S2-22). */
function ServesAsBefore({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const { requests, failedRequests, readyInstances: ready, versionName } = deployment;
  const number = deployment.fromSnapshotNumber ?? deployment.snapshotNumber;
  const isBack = !isRestoring(deployment);
  const key = ready === 0 ? 'notRunning' : isBack ? 'serves' : 'restoring';
  return (
    <p className="col-span-full flex items-start gap-2 border-line border-t px-4 py-2.5 text-ink">
      <StatusIcon kind={ready === 0 ? 'off' : isBack ? 'ok' : 'busy'} className="mt-0.5 size-4" />
      <span>
        {t.rich(key, {
          number,
          ready,
          requests,
          requestsText: countText(requests),
          failed: countText(failedRequests ?? 0),
          name: () => <b>{versionName}</b>,
        })}
      </span>
    </p>
  );
}

function OthersServe({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const { requests, failedRequests, service } = deployment;
  const mayRelease = useMay('release', service.environmentId);
  const state = servingState(service);
  return (
    <p className="col-span-full flex items-start gap-2 border-line border-t px-4 py-2.5 text-ink">
      <StatusIcon kind={ICON[state]} className="mt-0.5 size-4" />
      <span>
        {state === 'nothingServing'
          ? t(state)
          : t.rich(state === 'unaffected' && requests === 0 ? 'unaffectedNoRequests' : state, {
              serving: () => <Shares serving={service.serving} />,
              requests: countText(requests),
              failed: countText(failedRequests ?? 0),
            })}
        {state === 'servingNobody' && mayRelease ? <TrafficLink serviceId={deployment.serviceId} /> : null}
      </span>
    </p>
  );
}

/** Where the traffic goes to nobody it is to be sent elsewhere. */
function TrafficLink({ serviceId }: { serviceId: string }) {
  const t = useTranslations('deployments');
  return (
    <Link href={trafficPath(serviceId)} className="ml-1 whitespace-nowrap text-primary hover:underline">
      {t('configureTraffic')}
    </Link>
  );
}

const ICON = {
  unaffected: 'ok',
  servingPaused: 'off',
  servingNobody: 'fail',
  nothingServing: 'off',
} as const;

/** What is true of those who have traffic now. */
function servingState({ serving, isPaused }: DeploymentView['service']): keyof typeof ICON {
  if (serving.length === 0) return 'nothingServing';
  if (isPaused) return 'servingPaused';
  return serving.some(({ readyInstances }) => readyInstances > 0) ? 'unaffected' : 'servingNobody';
}

function Shares({ serving }: { serving: DeploymentView['service']['serving'] }) {
  const t = useTranslations('deployments');
  return serving.map(({ id, name, percent, conditions }, index) => (
    <Fragment key={id}>
      {index === 0 ? '' : t('nameComma')}
      <span className="whitespace-nowrap">
        <b>{name}</b> {conditions.length > 0 ? t('byRules') : `${percent}%`}
      </span>
    </Fragment>
  ));
}
