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
import { percentOf, type Share } from '#server/domain/traffic.ts';

export type Wanted = {
  instances: number;
  /** When it goes offline if nothing changes; null where it does not. */
  offlineAt: number | null;
};

export type WantedFacts = {
  /** The shares of the newest routes. */
  carried: readonly Share[];
  trafficLostAt: number | null;
  now: number;
  times: Pick<Times, 'offlineAfterMs'>;
};

/** A version with traffic is always wanted; in 标准 mode one without goes offline after a while (S3-30). */
export function wantedInstances(
  service: DesiredService,
  version: DesiredVersion,
  facts: WantedFacts,
): Wanted {
  const replicas = runningReplicas(version.spec);
  if (isDeploying(service, version)) return { instances: replicas, offlineAt: null };
  if (!isServable(service, version)) return { instances: 0, offlineAt: null };
  if (hasTraffic(service, version.id, facts.carried) || service.releaseMode === 'parallel') {
    return { instances: replicas, offlineAt: null };
  }
  const idleSince =
    facts.trafficLostAt ?? version.deployment?.finishedAt ?? version.deployment?.createdAt ?? 0;
  const offlineAt = idleSince + facts.times.offlineAfterMs;
  return facts.now >= offlineAt ? { instances: 0, offlineAt: null } : { instances: replicas, offlineAt };
}

/** By the policy, or still by the routes while the policy waits for a version to get ready. */
function hasTraffic(service: DesiredService, versionId: string, carried: readonly Share[]): boolean {
  return percentOf(service.policy, versionId) > 0 || hasShare(carried, versionId);
}

/** When the version lost its traffic, seen from the routes before and after this plan. */
export function trafficLostAt(
  service: DesiredService,
  versionId: string,
  facts: { before: ServiceRoutes | null; after: ServiceRoutes | null; recorded: number | null; now: number },
): number | null {
  if (hasTraffic(service, versionId, facts.after?.shares ?? [])) return null;
  return hasShare(facts.before?.shares ?? [], versionId) ? facts.now : facts.recorded;
}

function hasShare(shares: readonly Share[], versionId: string): boolean {
  return shares.some((share) => share.versionId === versionId && share.percent > 0);
}
