import { runningReplicas, type VersionSpec } from '#server/domain/spec.ts';

export type MachineFacts = {
  runner: 'docker' | 'embedded';
  cpuTotal: number;
  cpuUsed: number;
  memoryTotalGb: number;
  memoryUsedGb: number;
  /** Largest single instance. */
  cpuMax: number;
};

export type Room = { cpu: number; memoryGb: number };

/** Cores and GB that may still be given to instances. */
export function freeOn(machine: MachineFacts): Room {
  return {
    cpu: hundredths(Math.max(0, machine.cpuTotal - machine.cpuUsed)),
    memoryGb: hundredths(Math.max(0, machine.memoryTotalGb - machine.memoryUsedGb)),
  };
}

/** Cores and GB that the instances of a version take together; one instance's while their number is no number. */
export function needsOf(
  spec: Pick<VersionSpec, 'cpu' | 'memoryGb' | 'minReplicas'>,
): Room & { count: number } {
  const count = Number.isInteger(spec.minReplicas) ? runningReplicas(spec) : 1;
  return { count, cpu: hundredths(spec.cpu * count), memoryGb: hundredths(spec.memoryGb * count) };
}

/** A single instance cannot have more cores than the machine, however many may be promised in all. */
export function fits(
  spec: Pick<VersionSpec, 'cpu' | 'memoryGb' | 'minReplicas'>,
  machine: MachineFacts,
): boolean {
  const free = freeOn(machine);
  const needs = needsOf(spec);
  return spec.cpu <= machine.cpuMax && needs.cpu <= free.cpu && needs.memoryGb <= free.memoryGb;
}

/** For an update: its own instances give their room back, but for the one that is there when the last is replaced. */
export function roomForUpdate<Facts extends MachineFacts>(
  machine: Facts,
  { readyInstances, spec }: { readyInstances: number; spec: Pick<VersionSpec, 'cpu' | 'memoryGb'> },
): Facts {
  const replaced = Math.max(0, readyInstances - 1);
  return {
    ...machine,
    cpuUsed: machine.cpuUsed - replaced * spec.cpu,
    memoryUsedGb: machine.memoryUsedGb - replaced * spec.memoryGb,
  };
}

function hundredths(value: number): number {
  return Math.floor(value * 100 + 1e-6) / 100;
}
