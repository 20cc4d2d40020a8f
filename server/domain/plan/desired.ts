// What people asked for, of one service. Read from the tables that commands write.
import type { DeploymentKind, DeploymentState, TrafficStrategy } from '#server/domain/deployment.ts';
import type { FailureCode } from '#server/domain/failures.ts';
import type { ScaleSettings } from '#server/domain/scale-settings.ts';
import type { ManualInstances } from '#server/domain/scaling-range.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import { hasTraffic, type ReleaseMode, type TrafficPolicy } from '#server/domain/traffic.ts';

export type DesiredService = {
  id: string;
  name: string;
  environmentId: string;
  networkId: string;
  host: string;
  releaseMode: ReleaseMode;
  isPaused: boolean;
  keepsVisitors: boolean;
  isDeleted: boolean;
  generation: number;
  policy: TrafficPolicy;
  scaling: ScaleSettings;
  /** By number; deleted ones as long as an instance of theirs is left. */
  versions: DesiredVersion[];
};

export type DesiredVersion = {
  id: string;
  name: string;
  number: number;
  /** What its instances are to be made from: while an update runs the new snapshot, else the one that serves. */
  snapshotNumber: number;
  spec: VersionSpec;
  /** What served before an update and serves again where it fails; the same where none runs. */
  serving: { snapshotNumber: number; spec: VersionSpec };
  /** It came live once. */
  hasSucceeded: boolean;
  isDeleted: boolean;
  /** What people did by hand with its instances; null where nothing. */
  manual: ManualInstances | null;
  /** The newest attempt to bring it live. */
  deployment: DesiredDeployment | null;
};

export type DesiredDeployment = {
  id: string;
  kind: DeploymentKind;
  state: DeploymentState;
  trafficStrategy: TrafficStrategy;
  createdAt: number;
  finishedAt: number | null;
  failureCode: FailureCode | null;
};

/** The policy may name it: it came live once and nobody deleted it. */
export function isServable(service: DesiredService, version: DesiredVersion): boolean {
  return !service.isDeleted && !version.isDeleted && version.hasSucceeded;
}

export function isDeploying(service: DesiredService, version: DesiredVersion): boolean {
  return !service.isDeleted && !version.isDeleted && version.deployment?.state === 'running';
}

/** A request is enough to start it. Of a version whose instances were all stopped by hand none is. */
export function isWakeable(service: DesiredService, version: DesiredVersion): boolean {
  const isStopped = service.scaling.mode === 'manualScale' && version.manual?.count === 0;
  return !service.isPaused && !isStopped && isServable(service, version);
}

/** By the policy, or still by the routes while the policy waits for a version to get ready. */
export function isServing(
  { policy }: DesiredService,
  versionId: string,
  carried: TrafficPolicy | null,
): boolean {
  return hasTraffic(policy, versionId) || (carried !== null && hasTraffic(carried, versionId));
}
