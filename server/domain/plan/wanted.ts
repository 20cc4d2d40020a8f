// How many instances a version should have now, and why.
import {
  type DesiredService,
  type DesiredVersion,
  isDeploying,
  isServable,
  isServing,
} from '#server/domain/plan/desired.ts';
import { isDue, type RestFacts, restOf } from '#server/domain/plan/rest.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { desiredReplicas, type VersionLoad } from '#server/domain/scaling.ts';
import type { ScalingReason } from '#server/domain/scaling-note.ts';
import { type ScalingRange, scalingRange } from '#server/domain/scaling-range.ts';
import { runningReplicas } from '#server/domain/spec.ts';
import type { Times } from '#server/domain/times.ts';
import { hasTraffic } from '#server/domain/traffic.ts';

export type Wanted = {
  instances: number;
  /** Null where nothing is to be said: it is not live, or offline without traffic. */
  reason: ScalingReason | null;
  /** Epoch ms at which it goes to zero if nobody asks for it; null while it is in use, and where it does not. */
  sleepsAt: number | null;
  /** A request found it asleep: it is awake for that alone, or for what came after. */
  isWoken: boolean;
  /** Epoch ms of the moments at which that may change by themselves. */
  wakeAt: number[];
};

export type WantedFacts = RestFacts & {
  /** How many the load called for so far; 0 where they are there for another reason. */
  current: number;
  /** Null where nothing was measured yet. */
  load: VersionLoad | null;
  times: Pick<Times, 'offlineAfterMs' | 'idleMs' | 'scaleStableMs' | 'scalePanicMs' | 'scaleInDelayMs'>;
};

export const NONE_WANTED: Wanted = {
  instances: 0,
  reason: null,
  sleepsAt: null,
  isWoken: false,
  wakeAt: [],
};

/**
 * By the operation mode of its service and by load (console-spec 6.1, 6.3), or none: in 标准 mode without traffic after
 * a while (S3-30), and where its minimum is 0 after a while without requests (S3-17, S3-59). What is being deployed has
 * at least one.
 */
export function wantedInstances(
  service: DesiredService,
  version: DesiredVersion,
  facts: WantedFacts,
): Wanted {
  if (isDeploying(service, version)) return whileDeploying(service, version, facts);
  if (!isServable(service, version)) return NONE_WANTED;
  const range = rangeOf(service, version, facts);
  const changes = range.kind === 'auto' && range.changesAt !== null ? [range.changesAt] : [];
  const rest = restOf(service, version, range, facts);
  const calm = { ...NONE_WANTED, wakeAt: changes };
  if (!rest) return { ...calm, ...awake(service, version, range, facts) };
  if (isDue(rest, facts)) return { ...calm, reason: rest.kind === 'idle' ? 'idle' : null };
  return {
    ...awake(service, version, range, facts),
    sleepsAt: facts.now >= rest.noteAt ? rest.at : null,
    isWoken: rest.kind === 'idle' && facts.askedAt !== null && facts.now < facts.askedAt + facts.times.idleMs,
    wakeAt: [...changes, rest.at, rest.noteAt],
  };
}

/** An update keeps as many as the load called for; the first deployment starts the minimum (S3-59, S3-60). */
function whileDeploying(service: DesiredService, version: DesiredVersion, facts: WantedFacts): Wanted {
  if (!version.hasSucceeded) {
    return { ...NONE_WANTED, instances: runningReplicas(version.spec), reason: 'minimum' };
  }
  const scaled = awake(service, version, rangeOf(service, version, facts), facts);
  return { ...NONE_WANTED, ...scaled, instances: Math.max(1, scaled.instances) };
}

function rangeOf(service: DesiredService, version: DesiredVersion, { now }: WantedFacts): ScalingRange {
  return scalingRange(version.spec, service.scaling, version.manual, now);
}

function awake(
  { scaling }: DesiredService,
  { spec }: DesiredVersion,
  range: ScalingRange,
  { current, load, times, now }: WantedFacts,
): Pick<Wanted, 'instances' | 'reason'> {
  if (range.kind === 'fixed') return { instances: range.count, reason: range.reason };
  const min = Math.max(1, range.min);
  const max = Math.max(min, range.max);
  const { replicas, reason } = desiredReplicas(
    { min, max, current, conditions: spec.scalePolicies, inFlightTarget: scaling.inFlightTarget, times },
    load ?? { endsAt: 0, slotMs: 1, slots: [] },
    now,
  );
  return { instances: replicas, reason: reason === 'minimum' && range.isByTimer ? 'timer' : reason };
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
