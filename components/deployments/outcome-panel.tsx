'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { countText } from '#components/deployments/count-text.ts';
import { isRestoring } from '#components/deployments/restoring.ts';
import { Panel } from '#components/ui/panel.tsx';
import { StatusIcon } from '#components/ui/status-icon.tsx';
import { trafficWords } from '#components/versions/detail/history/traffic-words.ts';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

/** How a deployment without failure ended, and that nobody noticed it. */
export function OutcomePanel({ deployment, actions }: { deployment: DeploymentView; actions: ReactNode }) {
  const t = useTranslations('deployments');
  const isDone = deployment.state === 'succeeded';
  return (
    <Panel
      aria-label={t(isDone ? 'doneTitle' : 'cancelledTitle')}
      className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-3"
    >
      <StatusIcon kind={isDone ? 'ok' : 'off'} className="size-4" />
      <p className="min-w-0 flex-1 text-ink phone:basis-4/5">
        <OutcomeText deployment={deployment} />
        <RequestFigure deployment={deployment} />
      </p>
      <div className="flex gap-2 phone:basis-full phone:[&>*]:flex-1">{actions}</div>
    </Panel>
  );
}

function OutcomeText({ deployment }: { deployment: DeploymentView }): string {
  const t = useTranslations('deployments');
  const { versionName: name, versionId, service } = deployment;
  const updateText = useUpdateText();
  if (deployment.isVersionDeleted) return t('versionDeleted');
  if (deployment.kind !== 'new-version') return updateText(deployment);
  if (deployment.state === 'cancelled') return t('cancelledText', { name });
  const isServing = service.serving.some((version) => version.id === versionId);
  if (isServing && service.isPaused) return t('donePaused', { name });
  if (isServing) return t('doneServing', { name, ...trafficOf(deployment) });
  return t(deployment.trafficStrategy === 'full' ? 'doneNoTraffic' : 'doneKeepZero', { name });
}

/** An update ends with its snapshot, or with the one from before; its traffic is what it was (S2-12). */
function useUpdateText(): (deployment: DeploymentView) => string {
  const t = useTranslations('deployments');
  return (deployment) => {
    const { versionName: name, snapshotNumber, fromSnapshotNumber, state } = deployment;
    if (state === 'succeeded') {
      return t('doneUpdate', { name, number: snapshotNumber, ...trafficOf(deployment) });
    }
    const number = fromSnapshotNumber ?? snapshotNumber;
    return t('cancelledUpdate', { name, number, isRestoring: String(isRestoring(deployment)) });
  };
}

function trafficOf({ service, versionId }: DeploymentView) {
  const serving = service.serving.find(({ id }) => id === versionId);
  return trafficWords({ percent: serving?.percent ?? 0, hasTraffic: serving !== undefined });
}

function RequestFigure({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const failed = countText(deployment.failedRequests ?? 0);
  return t.rich('doneRequests', {
    requests: countText(deployment.requests),
    failed,
    b: (text) => <b>{text}</b>,
  });
}
