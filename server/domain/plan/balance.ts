// Bringing a version's instances to what is wanted: so many, made from one snapshot. What is of another snapshot is
// replaced one by one with one extra: start a new one, wait until it is ready, only then send an old one away (S2-21).
import { countsAsWanted, type Instance, isPresent } from '#server/domain/instance.ts';

export type WantedInstances = { snapshotNumber: number; count: number };

const KEEP_FIRST = ['ready', 'starting', 'creating'];

/**
 * The instances with those sent away that are not needed any more. One that was ever ready may have requests in flight
 * and drains; the others are stopped at once. Ready ones stay before those on their way, old ones before new ones. One
 * of another snapshot stays only where it is ready and nobody can take its place yet: none goes before the first new
 * one is ready, also where fewer are wanted.
 */
export function dismissSurplus(
  instances: readonly Instance[],
  wanted: WantedInstances,
  now: number,
): Instance[] {
  const candidates = instances.filter(countsAsWanted);
  const right = candidates.filter((instance) => isOf(instance, wanted));
  const others = candidates.filter((instance) => !isOf(instance, wanted));
  const ready = right.filter(({ state }) => state === 'ready').length;
  const staying = ready === 0 && wanted.count > 0 ? others.length : Math.max(0, wanted.count - ready);
  const surplus = new Set([
    ...inOrderOfStay(right).slice(wanted.count),
    ...others.filter(({ state }) => state !== 'ready'),
    ...inOrderOfStay(others.filter(({ state }) => state === 'ready')).slice(staying),
  ]);
  return instances.map((instance) => (surplus.has(instance) ? dismiss(instance, now) : instance));
}

/** The instances with those sent away that are meant. */
export function dismissChosen(
  instances: readonly Instance[],
  isMeant: (instance: Instance) => boolean,
  now: number,
): Instance[] {
  return instances.map((instance) =>
    countsAsWanted(instance) && isMeant(instance) ? dismiss(instance, now) : instance,
  );
}

function inOrderOfStay(instances: readonly Instance[]): Instance[] {
  return instances.toSorted(
    (a, b) => KEEP_FIRST.indexOf(a.state) - KEEP_FIRST.indexOf(b.state) || a.createdAt - b.createdAt,
  );
}

function dismiss(instance: Instance, now: number): Instance {
  if (instance.readyAt === null) return { ...instance, state: 'stopping' };
  return { ...instance, state: 'draining', drainingAt: now };
}

/** How many to create now: all that are missing, or one at a time while others still serve in their place. */
export function missingInstances(instances: readonly Instance[], wanted: WantedInstances): number {
  const right = instances.filter((instance) => countsAsWanted(instance) && isOf(instance, wanted));
  const missing = Math.max(0, wanted.count - right.length);
  const serving = instances.filter(
    (instance) => instance.state === 'ready' && !isOf(instance, wanted),
  ).length;
  if (missing === 0 || serving === 0) return missing;
  const isOneOnItsWay = right.some(({ state }) => state !== 'ready');
  const hasExtra = instances.filter(isPresent).length > Math.max(wanted.count, serving);
  return isOneOnItsWay || hasExtra ? 0 : 1;
}

/** None of another snapshot is left, and those wanted are ready. */
export function isInPlace(instances: readonly Instance[], wanted: WantedInstances): boolean {
  const present = instances.filter(isPresent);
  const ready = present.filter((instance) => instance.state === 'ready' && isOf(instance, wanted));
  return present.every((instance) => isOf(instance, wanted)) && ready.length >= wanted.count;
}

function isOf(instance: Instance, wanted: WantedInstances): boolean {
  return instance.snapshotNumber === wanted.snapshotNumber;
}
