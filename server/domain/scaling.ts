// How many instances the load of a version calls for (console-spec 6.3). Judged anew each time from what was measured
// over the last minutes, without any memory of its own: whoever is started again comes to the same answer.
//
// For each slot of time it is said how many instances that load needs. Out: what all of the stable window needed, or,
// of a burst, what the last half minute needed. In: never below the most that was recommended during the delay. What
// was not measured lets nothing go.
import type { ScalingReason } from '#server/domain/scaling-note.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import type { Times } from '#server/domain/times.ts';

/** What all instances of a version did in a short span. */
export type LoadSlot = {
  /** Ready at its end. Of a slot without any nothing is concluded. */
  instances: number;
  /** What they used, in parts of what one of them may use: 1.5 is one and a half; null where it was not measured. */
  cpu: number | null;
  memory: number | null;
  /** Requests in flight. */
  inFlight: number;
};

export type VersionLoad = {
  /** Epoch ms of the end of the newest slot. */
  endsAt: number;
  slotMs: number;
  /** Oldest first, one after the other. */
  slots: readonly LoadSlot[];
};

export type ScalingPolicy = {
  min: number;
  max: number;
  /** How many the load called for so far; 0 where they are there for another reason. */
  current: number;
  /** OR-ed: the one that asks for the most counts. */
  conditions: VersionSpec['scalePolicies'];
  /** Requests in flight that one instance is to have; null: not a reason to scale. */
  inFlightTarget: number | null;
  times: Pick<Times, 'scaleStableMs' | 'scalePanicMs' | 'scaleInDelayMs'>;
};

export type DesiredReplicas = {
  replicas: number;
  reason: Extract<ScalingReason, 'minimum' | 'cpu' | 'memory' | 'requests' | 'burst'>;
};

/** Nearer than this to what was meant is as good as it. */
const TOLERANCE = 0.1;
const BURST_FACTOR = 2;
/** A slot that should have ended so many slots ago and is not there was not measured. */
const STALE_SLOTS = 4;

export function desiredReplicas(policy: ScalingPolicy, load: VersionLoad, now: number): DesiredReplicas {
  const { min, max, times } = policy;
  const current = clamp(policy.current, min, max);
  const needs = load.slots.map((slot) => needOf(policy, slot));
  const count = (ms: number) => Math.max(1, Math.ceil(ms / load.slotMs));
  const burst = burstAt(needs, needs.length, count(times.scalePanicMs));
  const wanted = highest([
    ...lastOf(needs, count(times.scaleInDelayMs)).map((end) =>
      sustainedAt(needs, end, count(times.scaleStableMs)),
    ),
    // Until the stable window has seen all of it.
    ...lastOf(needs, count(Math.max(times.scaleInDelayMs, times.scaleStableMs + times.scalePanicMs))).map(
      (end) => burstAt(needs, end, count(times.scalePanicMs)),
    ),
  ]);
  const mayLetGo = !burst && isMeasured(needs, count(times.scaleInDelayMs)) && !isStale(load, now);
  const replicas = clamp(mayLetGo ? wanted.replicas : Math.max(current, wanted.replicas), min, max);
  return { replicas, reason: replicas <= min ? 'minimum' : wanted.reason };
}

/** How many slots {@link desiredReplicas} looks back upon. */
export function slotsNeeded(times: ScalingPolicy['times'], slotMs: number): number {
  const { scaleStableMs, scalePanicMs, scaleInDelayMs } = times;
  const held = Math.max(scaleInDelayMs, scaleStableMs + scalePanicMs);
  return Math.ceil(held / slotMs) + Math.ceil(Math.max(scaleStableMs, scalePanicMs) / slotMs) + 1;
}

type Recommended = DesiredReplicas;

/** What one slot needs. `exact` is the same before it is rounded to whole instances. */
type Need = Recommended & { exact: number; instances: number; isWhole: boolean };

const NOTHING: Recommended = { replicas: 0, reason: 'minimum' };

/** Null where no instance was there, or nothing was measured. */
function needOf({ conditions, inFlightTarget }: ScalingPolicy, slot: LoadSlot): Need | null {
  if (slot.instances === 0) return null;
  const measured = conditions.map(({ metric, thresholdPercent }) => {
    const used = slot[metric];
    return { reason: metric, exact: used === null ? null : used / (thresholdPercent / 100) };
  });
  const known = measured.flatMap(({ reason, exact }) => (exact === null ? [] : [{ reason, exact }]));
  const byRequests = { reason: 'requests' as const, exact: slot.inFlight / (inFlightTarget ?? 1) };
  const all = inFlightTarget === null ? known : [...known, byRequests];
  const most = all.toSorted((a, b) => b.exact - a.exact)[0];
  if (!most) return conditions.length === 0 ? idleNeed(slot) : null;
  const replicas = rounded(most.exact, slot.instances);
  return { ...most, replicas, instances: slot.instances, isWhole: known.length === measured.length };
}

/** Nothing is a reason to scale. */
function idleNeed({ instances }: LoadSlot): Need {
  return { ...NOTHING, exact: 0, instances, isWhole: true };
}

function rounded(exact: number, instances: number): number {
  if (Math.abs(exact / instances - 1) <= TOLERANCE) return instances;
  return Math.ceil(exact - 1e-9);
}

/** Ends of the last windows, the newest first: so many, or as many as there are. */
function lastOf(needs: readonly unknown[], count: number): number[] {
  return Array.from({ length: Math.min(count, needs.length) }, (_, index) => needs.length - index);
}

/** What every slot of the window asked for that ends before `end`; nothing where it was not there all that time. */
function sustainedAt(needs: readonly (Need | null)[], end: number, count: number): Recommended {
  const known = needs.slice(Math.max(0, end - count), end).filter((need) => need !== null);
  if (end < count || known.length < count * 0.8) return NOTHING;
  return known.reduce((least, need) => (need.replicas < least.replicas ? need : least));
}

/** Far more than the instances can take, on average over the short window; undefined where it is not. */
function burstAt(needs: readonly (Need | null)[], end: number, count: number): Recommended | undefined {
  const known = needs.slice(Math.max(0, end - count), end).filter((need) => need !== null);
  const instances = needs[end - 1]?.instances;
  if (instances === undefined) return undefined;
  const exact = known.reduce((sum, need) => sum + need.exact, 0) / known.length;
  if (exact < BURST_FACTOR * instances) return undefined;
  return { replicas: Math.ceil(exact - 1e-9), reason: 'burst' };
}

function highest(recommended: readonly (Recommended | undefined)[]): Recommended {
  return recommended.reduce<Recommended>(
    (most, each) => (each && each.replicas > most.replicas ? each : most),
    NOTHING,
  );
}

/** All of the delay was measured, by every condition. */
function isMeasured(needs: readonly (Need | null)[], count: number): boolean {
  return needs.length >= count && needs.slice(-count).every((need) => need?.isWhole);
}

function isStale({ endsAt, slotMs }: VersionLoad, now: number): boolean {
  return now - endsAt > STALE_SLOTS * slotMs;
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
