'use client';
// The page of one deployment: what it is, its steps and its log while it runs; what came of it afterwards. All of it
// is read anew whenever the service's subscription says that something changed, so leaving and coming back, or
// another person's cancelling, needs nothing of its own.
import { useQuery } from '@tanstack/react-query';
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
import { NextActions } from '#components/deployments/next-actions.tsx';
import { OutcomePanel } from '#components/deployments/outcome-panel.tsx';
import { isRestoring } from '#components/deployments/restoring.ts';
import { useFreshService } from '#components/services/use-refresh.ts';
import { usePageEnvironment } from '#components/shell/current-environment.tsx';
import { NotFound } from '#components/shell/not-found.tsx';
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
  useFreshService(deployment.serviceId);
  const [source, setSource] = useState<LogSource>('all');
  const logRef = useRef<HTMLElement>(null);

  function viewLog(): void {
    setSource(logOf(deployment));
    logRef.current?.scrollIntoView({ block: 'nearest' });
    logRef.current?.querySelector<HTMLElement>('[role=log]')?.focus({ preventScroll: true });
  }

  return (
    <>
      <DeploymentHeader deployment={deployment} />
      <Outcome deployment={deployment} onViewLog={viewLog} />
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
          isRunning={deployment.state === 'running' || isRestoring(deployment)}
          isBuilt={hasBuild(deployment)}
          source={source}
          onSourceChange={setSource}
        />
      </Panel>
    </>
  );
}

function hasBuild({ steps }: DeploymentView): boolean {
  return steps.some(({ name }) => name === 'build');
}

/** Where a failure is read: what was built, what an instance printed, or, before both, what was done. */
function logOf(deployment: DeploymentView): LogSource {
  const { step, instanceId } = deployment.failure ?? {};
  if (step === 'build' && hasBuild(deployment)) return 'build';
  return step === undefined || instanceId ? 'instances' : 'all';
}

function Outcome({
  deployment,
  onViewLog,
}: {
  deployment: DeploymentView;
  onViewLog: () => void;
}): ReactNode {
  const { state, failure } = deployment;
  if (state === 'failed' && failure) {
    return <FailurePanel deployment={deployment} failure={failure} onViewLog={onViewLog} />;
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
