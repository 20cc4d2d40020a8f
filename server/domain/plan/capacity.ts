// Whether the machine can give what a version asks for, before anything of it starts (product.md 6).
import { countsAsWanted, type Instance } from '#server/domain/instance.ts';
import { missingInstances, type WantedInstances } from '#server/domain/plan/balance.ts';
import type { Diagnosis } from '#server/domain/plan/diagnosis.ts';
import type { Capacity } from '#server/domain/plan/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

type Asked = Pick<VersionSpec, 'cpu' | 'memoryGb'>;

/** Undefined where `replicas` more instances fit. CPU may be promised several times over, memory only once. */
export function shortage(spec: Asked, replicas: number, capacity: Capacity): Diagnosis | undefined {
  const { cpu: cpuFree, memoryGb: memoryFreeGb } = freeOf(capacity);
  const fits =
    spec.cpu <= capacity.cpuMax && spec.cpu * replicas <= cpuFree && spec.memoryGb * replicas <= memoryFreeGb;
  if (fits) return undefined;
  return {
    code: 'quota_fail',
    params: {
      cpuFree: Math.min(cpuFree, capacity.cpuMax),
      memoryFreeGb,
      cpu: spec.cpu,
      memoryGb: spec.memoryGb,
      replicas,
    },
  };
}

/**
 * As {@link shortage}, for all that a deployment is to bring about. Of an update: neither for the one extra instance
 * nor, once nearly all are replaced, for the last of them.
 */
export function shortageForAll(
  spec: Asked,
  instances: readonly Instance[],
  wanted: WantedInstances,
  capacity: Capacity,
): Diagnosis | undefined {
  const replaced = instances
    .filter(({ state, snapshotNumber }) => state === 'ready' && snapshotNumber !== wanted.snapshotNumber)
    .slice(1);
  const there = instances.filter(
    (instance) => countsAsWanted(instance) && instance.snapshotNumber === wanted.snapshotNumber,
  ).length;
  return (
    shortage(spec, missingInstances(instances, wanted), capacity) ??
    shortage(spec, Math.max(0, wanted.count - there), without(replaced, capacity))
  );
}

/** Cores and GB that may still be given. */
export type Room = { cpu: number; memoryGb: number };

/** What is left, and how many instances fit in it. */
export function roomFor({ cpu, memoryGb }: Asked, capacity: Capacity): { fits: number; free: Room } {
  const free = freeOf(capacity);
  const fits = cpu > capacity.cpuMax ? 0 : Math.min(wholes(free.cpu, cpu), wholes(free.memoryGb, memoryGb));
  return { fits, free };
}

/** Rounded down, but not for the last digit of a float. */
function wholes(free: number, each: number): number {
  return Math.floor(free / each + 1e-9);
}

function freeOf(capacity: Capacity): Room {
  return {
    cpu: roundTo2(Math.max(0, capacity.cpuTotal - capacity.cpuUsed)),
    memoryGb: roundTo2(Math.max(0, capacity.memoryTotalGb - capacity.memoryUsedGb)),
  };
}

/** As it is once so many instances more are given what they ask for. */
export function afterGiving(capacity: Capacity, { cpu, memoryGb }: Asked, instances: number): Capacity {
  return {
    ...capacity,
    cpuUsed: capacity.cpuUsed + cpu * instances,
    memoryUsedGb: capacity.memoryUsedGb + memoryGb * instances,
  };
}

function without(instances: readonly Instance[], capacity: Capacity): Capacity {
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    ...capacity,
    cpuUsed: capacity.cpuUsed - sum(instances.map(({ cpu }) => cpu)),
    memoryUsedGb: capacity.memoryUsedGb - sum(instances.map(({ memoryGb }) => memoryGb)),
  };
}

function roundTo2(value: number): number {
  return Math.floor(value * 100) / 100;
}
