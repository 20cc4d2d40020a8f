'use client';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { useFailureText } from '#components/api/failure-text.ts';
import { Advice } from '#components/deployments/advice.tsx';
import { ErrorDetails, Explained, Fact, Facts } from '#components/deployments/explained.tsx';
import { LastLines } from '#components/deployments/last-lines.tsx';
import { StillServing } from '#components/deployments/still-serving.tsx';
import { versionPath } from '#components/services/service-paths.ts';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';
import type { DeploymentKind } from '#server/domain/deployment.ts';
import type { Failure } from '#server/domain/failures.ts';

type FailurePanelProps = {
  deployment: DeploymentView;
  failure: Failure;
  /** Shows the log that the failure is read in. */
  onViewLog: () => void;
};

/** Why a deployment failed. */
export function FailurePanel({ deployment, failure, onViewLog }: FailurePanelProps) {
  return (
    <Explained>
      <Details deployment={deployment} failure={failure} />
      <Advice deployment={deployment} failure={failure} onViewLog={onViewLog} />
      <StillServing deployment={deployment} />
    </Explained>
  );
}

function Details({ deployment, failure }: Omit<FailurePanelProps, 'onViewLog'>) {
  const t = useTranslations('deployments');
  const wholeLabel = useWholeLabel();
  const { label, message } = useFailureText()(failure);
  return (
    <ErrorDetails tag={failure.code}>
      <p className="text-ink [overflow-wrap:anywhere]">
        {t.rich('failureLine', {
          label: wholeLabel(deployment.kind, label),
          message,
          b: (text) => <b>{text}</b>,
        })}
      </p>
      <Where deployment={deployment} failure={failure} />
      <LastLines lines={failure.logTail} />
    </ErrorDetails>
  );
}

/** Of an update: that it failed, then why. */
function useWholeLabel(): (kind: DeploymentKind, label: string) => string {
  const t = useTranslations('deployments');
  return (kind, cause) => {
    if (kind === 'new-version') return cause;
    return t('withCause', { label: t(kind === 'roll-back' ? 'rollBackFailed' : 'updateFailed'), cause });
  };
}

/** In which step, and which instance shows it. */
function Where({ deployment, failure }: Omit<FailurePanelProps, 'onViewLog'>) {
  const t = useTranslations();
  const { step, instanceId } = failure;
  if (!step && !instanceId) return null;
  const instances = versionPath(deployment.serviceId, deployment.versionId, 'instances');
  return (
    <Facts>
      {step ? <Fact label={t('deployments.failedStep')}>{t(`steps.${step}`)}</Fact> : null}
      {instanceId ? (
        <Fact label={t('deployments.failedInstance')}>
          {deployment.isVersionDeleted ? (
            instanceId
          ) : (
            <Link href={instances} className="font-mono text-primary text-xs hover:underline">
              {instanceId}
            </Link>
          )}
        </Fact>
      ) : null}
    </Facts>
  );
}
