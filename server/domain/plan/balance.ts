// Bringing a version's instances to the number wanted: what is too many leaves, what is missing is asked for.
import { countsAsWanted, type Instance } from '#server/domain/instance.ts';

const KEEP_FIRST = ['ready', 'starting', 'creating'];

/**
 * The instances with the surplus sent away. One that was ever ready may have requests in flight and drains; the
 * others are stopped at once. Ready ones stay before those on their way, old ones before new ones.
 */
export function dismissSurplus(instances: readonly Instance[], wanted: number, now: number): Instance[] {
  const surplus = new Set(
    instances
      .filter(countsAsWanted)
      .sort((a, b) => KEEP_FIRST.indexOf(a.state) - KEEP_FIRST.indexOf(b.state) || a.createdAt - b.createdAt)
      .slice(wanted),
  );
  return instances.map((instance) => (surplus.has(instance) ? dismiss(instance, now) : instance));
}

function dismiss(instance: Instance, now: number): Instance {
  if (instance.readyAt === null) return { ...instance, state: 'stopping' };
  return { ...instance, state: 'draining', drainingAt: now };
}

export function missingInstances(instances: readonly Instance[], wanted: number): number {
  return Math.max(0, wanted - instances.filter(countsAsWanted).length);
}
