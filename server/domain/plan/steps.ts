// The steps of a deployment as its page shows them. They only ever go forward.
import { type DeploymentStep, STEP_NAMES, type StepName, type StepState } from '#server/domain/deployment.ts';

export type StepDetails = Partial<Record<StepName, DeploymentStep['detail']>>;

export type StepReport = {
  /** The step under way; null when all are finished. */
  current: StepName | null;
  /** The deployment ended at `current` without success. */
  isFailed: boolean;
  details: StepDetails;
};

export function newSteps(): DeploymentStep[] {
  return STEP_NAMES.map((name) => ({
    name,
    state: 'todo',
    startedAt: null,
    finishedAt: null,
    detail: null,
  }));
}

/** The first step that is not finished; null when all are. */
export function currentStep(steps: readonly DeploymentStep[]): StepName | null {
  return steps.find((step) => step.state !== 'finished')?.name ?? null;
}

export function isFinished(steps: readonly DeploymentStep[], name: StepName): boolean {
  return steps.some((step) => step.name === name && step.state === 'finished');
}

export function advanceSteps(
  before: readonly DeploymentStep[],
  report: StepReport,
  now: number,
): DeploymentStep[] {
  const position = report.current ? STEP_NAMES.indexOf(report.current) : STEP_NAMES.length;
  return before.map((step, index) => {
    if (step.state === 'finished' || index > position) return step;
    const state = stateAt(index, position, report.isFailed);
    return {
      name: step.name,
      state,
      startedAt: step.startedAt ?? now,
      finishedAt: state === 'running' ? null : now,
      detail: report.details[step.name] ?? step.detail,
    };
  });
}

function stateAt(index: number, position: number, isFailed: boolean): StepState {
  if (index < position) return 'finished';
  return isFailed ? 'failed' : 'running';
}
