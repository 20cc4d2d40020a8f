// What a version's row says. Derived, never set by hand.
import type { DeploymentKind, DeploymentState } from '#server/domain/deployment.ts';
import type { FailureCode } from '#server/domain/failures.ts';

/** Labels in messages/*.json: `versionStates.<state>`; for `failed` the label of its failure code. */
export type VersionState =
  | { kind: 'creating' }
  | { kind: 'normal' }
  | { kind: 'abnormal' }
  | { kind: 'starting' }
  | { kind: 'offline' }
  | { kind: 'cancelled' }
  | { kind: 'failed'; code: FailureCode }
  /** 更新中: an update replaces its instances; it goes on serving (S2-15). */
  | { kind: 'updating' }
  /** 更新失败, 回滚失败: what served before the update serves again (S2-22). */
  | { kind: 'update-failed'; deploymentKind: 'redeploy' | 'roll-back'; code: FailureCode };

export type VersionFacts = {
  deployment: { kind: DeploymentKind; state: DeploymentState; failureCode: FailureCode | null } | null;
  /** Instances that the version should have now; 0 when it is offline or asleep. */
  wanted: number;
  /** It has none because nobody asks for it, and the next request wakes it: that is well. */
  isAsleep: boolean;
  ready: number;
  /** True while the instances that are missing are on their way without having failed. */
  isStarting: boolean;
};

/** S0-9 … S0-12: 创建中 → 正常 or a specific error; later 已下线, or 异常 when instances are missing. Updates: S2-15, S2-16. */
export function versionState(facts: VersionFacts): VersionState {
  const { deployment, wanted, isAsleep, ready, isStarting } = facts;
  if (!deployment) return { kind: 'creating' };
  const { kind, state } = deployment;
  if (kind === 'new-version' && state !== 'succeeded') return unborn(state, deployment.failureCode);
  if (state === 'running') return { kind: 'updating' };
  if (wanted > 0 && ready === 0) return { kind: isStarting ? 'starting' : 'abnormal' };
  if (state === 'failed' && kind !== 'new-version') {
    return { kind: 'update-failed', deploymentKind: kind, code: deployment.failureCode ?? 'start_fail' };
  }
  return { kind: wanted === 0 && !isAsleep ? 'offline' : 'normal' };
}

function unborn(state: DeploymentState, failureCode: FailureCode | null): VersionState {
  if (state === 'running') return { kind: 'creating' };
  if (state === 'cancelled') return { kind: 'cancelled' };
  return { kind: 'failed', code: failureCode ?? 'start_fail' };
}

/** Versions that a traffic policy may name: they came live once (they are started again if they sleep). */
export function canServe(version: { succeededAt: number | null }): boolean {
  return version.succeededAt !== null;
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
  if (facts.serving.some(({ kind }) => !SERVES.includes(kind))) return 'abnormal';
  if (facts.serving.some(({ kind }) => kind === 'starting')) return 'updating';
  if (facts.serving.length > 0) return 'normal';
  if (facts.lastFailed) return 'abnormal';
  return facts.hasVersions ? 'normal' : 'empty';
}

/** States in which a version with traffic answers, or soon will. */
const SERVES: readonly VersionState['kind'][] = ['normal', 'starting', 'updating', 'update-failed'];
