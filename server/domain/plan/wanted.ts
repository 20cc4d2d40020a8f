// How many instances a version should have now.
import {
  type DesiredService,
  type DesiredVersion,
  isDeploying,
  isServable,
} from '#server/domain/plan/desired.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { runningReplicas } from '#server/domain/spec.ts';
import type { Times } from '#server/domain/times.ts';
import { hasTraffic, type TrafficPolicy } from '#server/domain/traffic.ts';

export type Wanted = {
  instances: number;
  /** When it goes offline if nothing changes; null where it does not. */
  offlineAt: number | null;
};

export type WantedFacts = {
  /** What the newest routes carry; null where there are none. */
  carried: TrafficPolicy | null;
  trafficLostAt: number | null;
  /** When it was last asked for while it slept; null where that counts for nothing. */
  askedAt: number | null;
  now: number;
  times: Pick<Times, 'offlineAfterMs'>;
};

/**
 * A version with traffic is always wanted; in 标准 mode one without goes offline after a while (S3-30). A request that
 * finds it offline begins that while anew.
 */
export function wantedInstances(
  service: DesiredService,
  version: DesiredVersion,
  facts: WantedFacts,
): Wanted {
  const replicas = runningReplicas(version.spec);
  if (isDeploying(service, version)) return { instances: replicas, offlineAt: null };
  if (!isServable(service, version)) return { instances: 0, offlineAt: null };
  if (isServing(service, version.id, facts.carried) || service.releaseMode === 'parallel') {
    return { instances: replicas, offlineAt: null };
  }
  const deployedAt = version.deployment?.finishedAt ?? version.deployment?.createdAt ?? 0;
  const idleSince = Math.max(facts.trafficLostAt ?? 0, deployedAt, facts.askedAt ?? 0);
  const offlineAt = idleSince + facts.times.offlineAfterMs;
  return facts.now >= offlineAt ? { instances: 0, offlineAt: null } : { instances: replicas, offlineAt };
}

/** By the policy, or still by the routes while the policy waits for a version to get ready. */
export function isServing(
  service: DesiredService,
  versionId: string,
  carried: TrafficPolicy | null,
): boolean {
  return hasTraffic(service.policy, versionId) || (carried !== null && hasTraffic(carried, versionId));
}

/** When the version lost its traffic, seen from the routes before and after this plan. */
export function trafficLostAt(
  service: DesiredService,
  versionId: string,
  facts: { before: ServiceRoutes | null; after: ServiceRoutes | null; recorded: number | null; now: number },
): number | null {
  if (isServing(service, versionId, facts.after?.traffic ?? null)) return null;
  return facts.before && hasTraffic(facts.before.traffic, versionId) ? facts.now : facts.recorded;
}
