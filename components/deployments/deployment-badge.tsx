'use client';
import { useTranslations } from 'use-intl/react';
import { useFailureText } from '#components/api/failure-text.ts';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { DeploymentKind, DeploymentState } from '#server/domain/deployment.ts';
import type { Failure } from '#server/domain/failures.ts';

const KIND = { running: 'busy', succeeded: 'ok', failed: 'fail', cancelled: 'off' } as const;
/** How a deployment stands; a failed one says why: of an update that follows its own word (S2-16). */
export function DeploymentBadge({
  deployment,
  isBig,
}: {
  deployment: {
    kind: DeploymentKind;
    state: DeploymentState;
    failure: Pick<Failure, 'code' | 'params'> | null;
  };
  isBig?: boolean;
}) {
  const { state, failure } = deployment;
  return (
    <StatusBadge
      kind={KIND[state]}
      isBig={isBig}
      why={state === 'failed' && failure ? <Cause failure={failure} /> : undefined}
    >
      <Word deployment={deployment} />
    </StatusBadge>
  );
}

function Word({ deployment }: { deployment: Parameters<typeof DeploymentBadge>[0]['deployment'] }): string {
  const t = useTranslations();
  const { kind, state, failure } = deployment;
  if (state === 'succeeded') return t('versionStates.normal');
  if (state === 'cancelled') return t('versionStates.cancelled');
  if (state === 'running') return t(`versionStates.${kind === 'new-version' ? 'creating' : 'updating'}`);
  if (kind === 'new-version' && failure) return t(`failures.${failure.code}.label`);
  return t(kind === 'roll-back' ? 'deployments.rollBackFailed' : 'deployments.updateFailed');
}

/** Beside the word, in grey. */
function Cause({ failure }: { failure: Pick<Failure, 'code' | 'params'> }) {
  const { short } = useFailureText()(failure);
  return <span title={short}>{short}</span>;
}
