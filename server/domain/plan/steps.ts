// The steps of a deployment as its page shows them. They only ever go forward.
import {
  type DeploymentKind,
  type DeploymentStep,
  type StepName,
  type StepState,
  stepNamesOf,
} from '#server/domain/deployment.ts';
import type { PreparingStep } from '#server/domain/plan/observed.ts';
import type { VersionSource } from '#server/domain/version-source.ts';

export type StepDetails = Partial<Record<StepName, DeploymentStep['detail']>>;

export type StepReport = {
  /** The step under way; null when all are finished, except `restore`, which is taken by {@link restoring} alone. */
  current: StepName | null;
  /** The deployment ended at `current` without success. */
  isFailed: boolean;
  details: StepDetails;
};

export function newSteps(names: readonly StepName[]): DeploymentStep[] {
  return names.map((name) => ({
    name,
    state: 'todo',
    startedAt: null,
    finishedAt: null,
    detail: null,
  }));
}

/** The steps before the first instance that end with an image. */
export function preparingSteps(kind: DeploymentKind, source: VersionSource): PreparingStep[] {
  return stepNamesOf(kind, source).filter(
    (name): name is PreparingStep => name === 'source' || name === 'build' || name === 'image',
  );
}

/** The first step that is not finished; null when all are. */
export function currentStep(steps: readonly DeploymentStep[]): StepName | null {
  return steps.find((step) => step.state !== 'finished' && step.name !== 'restore')?.name ?? null;
}

export function isFinished(steps: readonly DeploymentStep[], name: StepName): boolean {
  return steps.some((step) => step.name === name && step.state === 'finished');
}

export function advanceSteps(
  before: readonly DeploymentStep[],
  report: StepReport,
  now: number,
): DeploymentStep[] {
  const position = report.current ? before.findIndex((step) => step.name === report.current) : before.length;
  return before.map((step, index) => {
    if (step.name === 'restore' || isOver(step) || index > position) return step;
    const state = stateAt(index, position, report.isFailed);
    return {
      name: step.name,
      state,
      startedAt: step.startedAt ?? now,
      finishedAt: state === 'running' ? null : now,
      detail: detailOf(step, report.details),
    };
  });
}

function isOver({ state }: DeploymentStep): boolean {
  return state === 'finished' || state === 'failed';
}

/** Null in the report: what it said before is over. */
function detailOf({ name, detail }: DeploymentStep, details: StepDetails): DeploymentStep['detail'] {
  const reported = details[name];
  return reported === undefined ? detail : reported;
}

/** Where an update had begun and did not succeed, what served before comes back (S2-22). */
export function restoring(
  before: readonly DeploymentStep[],
  isInPlace: boolean,
  now: number,
): DeploymentStep[] {
  const hasBegun = before.some((step) => step.name === 'update' && step.startedAt !== null);
  return before.map((step) => {
    if (!hasBegun || step.name !== 'restore' || step.state === 'finished') return step;
    const startedAt = step.startedAt ?? now;
    if (!isInPlace) return { ...step, state: 'running', startedAt };
    return { ...step, state: 'finished', startedAt, finishedAt: now };
  });
}

function stateAt(index: number, position: number, isFailed: boolean): StepState {
  if (index < position) return 'finished';
  return isFailed ? 'failed' : 'running';
}
