'use client';
import { useTranslations } from 'use-intl/react';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { DeploymentState } from '#server/domain/deployment.ts';
import type { Failure } from '#server/domain/failures.ts';

const KIND = { running: 'busy', succeeded: 'ok', failed: 'fail', cancelled: 'off' } as const;
const WORD = {
  running: 'creating',
  succeeded: 'normal',
  failed: 'abnormal',
  cancelled: 'cancelled',
} as const;

/** How a deployment stands; a failed one says why. */
export function DeploymentBadge({
  deployment,
  isBig,
}: {
  deployment: { state: DeploymentState; failure: Pick<Failure, 'code'> | null };
  isBig?: boolean;
}) {
  const t = useTranslations();
  const { state, failure } = deployment;
  return (
    <StatusBadge kind={KIND[state]} isBig={isBig}>
      {state === 'failed' && failure
        ? t(`failures.${failure.code}.label`)
        : t(`versionStates.${WORD[state]}`)}
    </StatusBadge>
  );
}
