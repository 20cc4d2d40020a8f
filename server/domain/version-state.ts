// What a version's row says. Derived, never set by hand.
import type { DeploymentState } from '#server/domain/deployment.ts';
import type { FailureCode } from '#server/domain/failures.ts';

/** Labels in messages/*.json: `versionStates.<state>`; for `failed` the label of its failure code. */
export type VersionState =
  | { kind: 'creating' }
  | { kind: 'normal' }
  | { kind: 'abnormal' }
  | { kind: 'starting' }
  | { kind: 'offline' }
  | { kind: 'cancelled' }
  | { kind: 'failed'; code: FailureCode };

export type VersionFacts = {
  deployment: { state: DeploymentState; failureCode: FailureCode | null } | null;
  /** Instances that the version should have now; 0 when it is offline. */
  wanted: number;
  ready: number;
  /** True while the instances that are missing are on their way without having failed. */
  isStarting: boolean;
};

/** S0-9 … S0-12: 创建中 → 正常 or a specific error; later 已下线, or 异常 when instances are missing. */
export function versionState(facts: VersionFacts): VersionState {
  const { deployment, wanted, ready, isStarting } = facts;
  if (!deployment || deployment.state === 'running') return { kind: 'creating' };
  if (deployment.state === 'cancelled') return { kind: 'cancelled' };
  if (deployment.state === 'failed') return { kind: 'failed', code: deployment.failureCode ?? 'start_fail' };
  if (wanted === 0) return { kind: 'offline' };
  if (ready > 0) return { kind: 'normal' };
  return isStarting ? { kind: 'starting' } : { kind: 'abnormal' };
}

/** Versions that a traffic policy may name: deployed once with success (they are started again if they sleep). */
export function canServe(deployment: { state: DeploymentState } | null): boolean {
  return deployment?.state === 'succeeded';
}

export type ServiceState = 'empty' | 'creating' | 'normal' | 'updating' | 'abnormal' | 'paused';

/** Console-spec 3.1, shortened to what the service list shows. */
export function serviceState(facts: {
  isPaused: boolean;
  hasDeploymentRunning: boolean;
  hasVersions: boolean;
  /** States of the versions with traffic. */
  serving: VersionState[];
  lastFailed: boolean;
}): ServiceState {
  if (facts.isPaused) return 'paused';
  if (facts.hasDeploymentRunning) return facts.serving.length > 0 ? 'updating' : 'creating';
  if (facts.serving.some(({ kind }) => kind !== 'normal' && kind !== 'starting')) return 'abnormal';
  if (facts.serving.some(({ kind }) => kind === 'starting')) return 'updating';
  if (facts.serving.length > 0) return 'normal';
  if (facts.lastFailed) return 'abnormal';
  return facts.hasVersions ? 'normal' : 'empty';
}
