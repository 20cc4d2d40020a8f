'use client';
import { useTranslations } from 'use-intl/react';
import { percentOf } from '#components/deployments/percent-of.ts';
import { useDurationText } from '#components/deployments/use-duration-text.ts';
import { useSecond } from '#components/deployments/use-second.ts';
import { type Step, StepList } from '#components/ui/step-list.tsx';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';
import type { DeploymentState, DeploymentStep } from '#server/domain/deployment.ts';

/** The steps with their times; the running one counts. */
export function DeploymentSteps({ deployment }: { deployment: DeploymentView }) {
  const t = useTranslations('deployments');
  const now = useSecond(deployment.state === 'running');
  const asStep = useStepText(deployment.state, now);
  return <StepList label={t('steps')} steps={deployment.steps.filter(isExpected).map(asStep)} />;
}

/** To restore is no step on the way: it is there once it was needed (S2-22). */
function isExpected({ name, startedAt }: DeploymentStep): boolean {
  return name !== 'restore' || startedAt !== null;
}

function useStepText(state: DeploymentState, now: number): (step: DeploymentStep) => Step {
  const t = useTranslations();
  const durationText = useDurationText();
  const isRunning = state === 'running';
  return (step) => ({
    key: step.name,
    name: t(`steps.${step.name}`),
    state: isBrokenOff(step) ? 'todo' : step.state,
    time: timeOf(step),
    detail: step.detail ? detailText(step.detail) : undefined,
    percent: percentOf(step),
  });

  /** The step at which a deployment was cancelled has not failed. */
  function isBrokenOff(step: DeploymentStep): boolean {
    return state === 'cancelled' && (step.state === 'failed' || step.state === 'running');
  }

  function timeOf(step: DeploymentStep): string {
    const { startedAt, finishedAt } = step;
    if (isBrokenOff(step)) return t('deployments.cancelledStep');
    if (startedAt === null) return isRunning ? '' : t('deployments.notRun');
    if (finishedAt !== null) return durationText(finishedAt - startedAt);
    return isRunning ? durationText(now - startedAt, true) : t('deployments.notRun');
  }

  function detailText({ key, params }: NonNullable<DeploymentStep['detail']>): string | undefined {
    const known = `stepDetails.${key}` as Parameters<typeof t.has>[0];
    return t.has(known) ? t(known, params) : undefined;
  }
}
