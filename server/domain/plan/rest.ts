// When a version goes to zero: because it lost its traffic (S3-30), or because nobody asks for it (S3-17, S3-59).
import { type DesiredService, type DesiredVersion, isServing } from '#server/domain/plan/desired.ts';
import type { ScalingRange } from '#server/domain/scaling-range.ts';
import type { Times } from '#server/domain/times.ts';
import { hasTraffic, type TrafficPolicy } from '#server/domain/traffic.ts';

export type RestFacts = {
  /** What the newest routes carry; null where there are none. */
  carried: TrafficPolicy | null;
  trafficLostAt: number | null;
  /** When it was last asked for while it slept; null where that counts for nothing. */
  askedAt: number | null;
  /** When a request of it was last under way; null while it sleeps: what is refused or turned away wakes nothing. */
  lastRequestAt: number | null;
  /** When its youngest ready instance got ready. */
  readyAt: number | null;
  now: number;
  times: Pick<Times, 'offlineAfterMs' | 'idleMs'>;
};

export type Rest = {
  /** `idle`: the next request wakes it, and until then it is well. */
  kind: 'idle' | 'offline';
  /** Epoch ms. */
  at: number;
  /** From then on it is quiet enough to say so: else every request would change what is said. */
  noteAt: number;
};

/** A version counts as in use for this part of the time after which it rests. */
const IN_USE_PART = 0.1;

/** Whichever comes first; null for a version that stays. */
export function restOf(
  service: DesiredService,
  version: DesiredVersion,
  range: ScalingRange,
  facts: RestFacts,
): Rest | null {
  const rests = [idleRest(service, version, range, facts), offlineRest(service, version, facts)];
  return rests.reduce((first, rest) => (first === null || (rest && rest.at < first.at) ? rest : first));
}

export function isDue(rest: Rest, { now }: Pick<RestFacts, 'now'>): boolean {
  return now >= rest.at;
}

/** 低成本: with or without traffic. One that the policy has just called up is started before it is served. */
function idleRest(
  service: DesiredService,
  version: DesiredVersion,
  range: ScalingRange,
  facts: RestFacts,
): Rest | null {
  if (range.kind === 'fixed' || range.min > 0 || isCalledUp(service, version, facts.carried)) return null;
  const since = Math.max(deployedAt(version), facts.askedAt ?? 0, facts.readyAt ?? 0);
  const isKept = isServing(service, version.id, facts.carried) || service.releaseMode === 'parallel';
  return restAfter(isKept ? 'idle' : 'offline', since, facts.times.idleMs, facts);
}

/** 标准 mode, whatever the minimum. Starting one by hand begins the while anew. */
function offlineRest(service: DesiredService, version: DesiredVersion, facts: RestFacts): Rest | null {
  if (isServing(service, version.id, facts.carried) || service.releaseMode === 'parallel') return null;
  const started = version.manual?.updatedAt ?? 0;
  const since = Math.max(facts.trafficLostAt ?? 0, deployedAt(version), facts.askedAt ?? 0, started);
  return restAfter('offline', since, facts.times.offlineAfterMs, facts);
}

function restAfter(kind: Rest['kind'], since: number, afterMs: number, { lastRequestAt }: RestFacts): Rest {
  const requestedAt = lastRequestAt ?? 0;
  const at = Math.max(since, requestedAt) + afterMs;
  return { kind, at, noteAt: Math.min(at, requestedAt + afterMs * IN_USE_PART) };
}

function deployedAt({ deployment }: DesiredVersion): number {
  return deployment?.finishedAt ?? deployment?.createdAt ?? 0;
}

function isCalledUp(
  { policy }: DesiredService,
  { id }: DesiredVersion,
  carried: TrafficPolicy | null,
): boolean {
  return hasTraffic(policy, id) && !(carried !== null && hasTraffic(carried, id));
}
