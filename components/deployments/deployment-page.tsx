'use client';
// The page of one deployment: what it is, its steps and its log while it runs; what came of it afterwards. All of it
// is read anew whenever the service's subscription says that something changed, so leaving and coming back, or
// another person's cancelling, needs nothing of its own.
import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useTRPC } from '#components/api/client.tsx';
import { problemOf } from '#components/api/problem.ts';
import { DeploymentFacts } from '#components/deployments/deployment-facts.tsx';
import { DeploymentHeader } from '#components/deployments/deployment-header.tsx';
import { DeploymentLog } from '#components/deployments/deployment-log.tsx';
import { DeploymentNotRead, DeploymentSkeleton } from '#components/deployments/deployment-not-read.tsx';
import { DeploymentSteps } from '#components/deployments/deployment-steps.tsx';
import { FailurePanel } from '#components/deployments/failure-panel.tsx';
import type { LogSource } from '#components/deployments/log-lines.ts';
import { OutcomePanel } from '#components/deployments/outcome-panel.tsx';
import { newVersionPath, servicePath, visitPath } from '#components/services/service-paths.ts';
import { useLiveService } from '#components/services/use-refresh.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
import { buttonStyle } from '#components/ui/button-style.ts';
import { Panel } from '#components/ui/panel.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';

export function DeploymentPage({ deploymentId }: { deploymentId: string }) {
  const trpc = useTRPC();
  const { data, error, failureReason, isFetching, refetch } = useQuery(
    trpc.deployments.get.queryOptions({ deploymentId }),
  );
  if (data) return <Shown deployment={data} />;
  if (problemOf(error)) return <NotFound />;
  if (!failureReason) return <DeploymentSkeleton />;
  return <DeploymentNotRead isRetrying={isFetching} onRetry={() => void refetch()} />;
}

function Shown({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  usePageEnvironment(deployment.service.environmentId);
  useLiveService(deployment.serviceId);
  const [source, setSource] = useState<LogSource>('all');
  const logRef = useRef<HTMLElement>(null);

  function viewStartLog(): void {
    setSource('instances');
    logRef.current?.scrollIntoView({ block: 'nearest' });
    logRef.current?.querySelector<HTMLElement>('[role=log]')?.focus({ preventScroll: true });
  }

  return (
    <>
      <DeploymentHeader deployment={deployment} />
      <Outcome deployment={deployment} onViewStartLog={viewStartLog} />
      <Panel
        ref={logRef}
        aria-label={t('log')}
        className="grid min-h-96 flex-1 basis-0 grid-cols-[304px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] overflow-hidden phone:block phone:flex-none"
      >
        <div className="overflow-y-auto border-line border-r phone:overflow-visible phone:border-r-0 phone:border-b">
          <DeploymentSteps deployment={deployment} />
        </div>
        <DeploymentLog
          deploymentId={deployment.id}
          versionName={deployment.versionName}
          isRunning={deployment.state === 'running'}
          source={source}
          onSourceChange={setSource}
        />
      </Panel>
    </>
  );
}

function Outcome({
  deployment,
  onViewStartLog,
}: {
  deployment: DeploymentView;
  onViewStartLog: () => void;
}): ReactNode {
  const { state, failure } = deployment;
  if (state === 'failed' && failure) {
    return <FailurePanel deployment={deployment} failure={failure} onViewStartLog={onViewStartLog} />;
  }
  return (
    <>
      {state === 'running' ? null : (
        <OutcomePanel deployment={deployment} actions={<NextActions deployment={deployment} />} />
      )}
      <DeploymentFacts deployment={deployment} />
    </>
  );
}

function NextActions({ deployment }: { deployment: DeploymentView }): ReactNode {
  const t = useTranslations('deployments');
  if (deployment.isVersionDeleted) return null;
  if (deployment.state === 'cancelled') {
    return (
      <Link
        href={newVersionPath(deployment.serviceId, deployment.versionId)}
        className={buttonStyle({ intent: 'primary' })}
      >
        {t('newVersion')}
      </Link>
    );
  }
  return (
    <>
      <a
        href={visitPath(deployment.versionId)}
        target="_blank"
        rel="noreferrer"
        className={buttonStyle({ intent: 'primary' })}
      >
        <ExternalLink className="size-4" aria-hidden />
        {t('visit')}
      </a>
      <Link href={`${servicePath(deployment.serviceId)}?traffic=1`} className={buttonStyle()}>
        {t('configureTraffic')}
      </Link>
    </>
  );
}
