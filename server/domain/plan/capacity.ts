// Whether the machine can give what a version asks for, before anything of it starts (product.md 6).
import { countsAsWanted, type Instance } from '#server/domain/instance.ts';
import { missingInstances, type WantedInstances } from '#server/domain/plan/balance.ts';
import type { Diagnosis } from '#server/domain/plan/diagnosis.ts';
import type { Capacity } from '#server/domain/plan/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

type Asked = Pick<VersionSpec, 'cpu' | 'memoryGb'>;

/** Undefined where `replicas` more instances fit. CPU may be promised several times over, memory only once. */
export function shortage(spec: Asked, replicas: number, capacity: Capacity): Diagnosis | undefined {
  const cpuFree = roundTo2(Math.max(0, capacity.cpuTotal - capacity.cpuUsed));
  const memoryFreeGb = roundTo2(Math.max(0, capacity.memoryTotalGb - capacity.memoryUsedGb));
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
