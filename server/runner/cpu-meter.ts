/** What a process group or container has used since it started. */
export type CpuReading = { cpuSeconds: number; atMs: number };

/** Turns running totals into cores in use: the mean since the reading before, or since the start at first. */
export class CpuMeter {
  readonly #last = new Map<string, CpuReading>();

  coresOf(instanceId: string, reading: CpuReading, startedAtMs: number): number {
    const before = this.#last.get(instanceId) ?? { cpuSeconds: 0, atMs: startedAtMs };
    this.#last.set(instanceId, reading);
    const seconds = (reading.atMs - before.atMs) / 1000;
    return seconds > 0 ? Math.max(0, (reading.cpuSeconds - before.cpuSeconds) / seconds) : 0;
  }

  hasSeen(instanceId: string): boolean {
    return this.#last.has(instanceId);
  }

  forget(instanceId: string): void {
    this.#last.delete(instanceId);
  }
}
