// Whether the machine can give what a version asks for, before anything of it starts (product.md 6).
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

function roundTo2(value: number): number {
  return Math.floor(value * 100) / 100;
}
