import { processGroups, usageOf } from './process-table.ts';

export type Usage = { cpuSeconds: number; memoryBytes: number };

/** All instances are asked at about the same time: one look at the table of processes serves them all. */
const TABLE_LASTS_MS = 200;

/** What the processes of a group use: an instance's own and all that it has started. */
export class GroupUsage {
  #members = new Map<number, number[]>();
  #readAt = Number.NEGATIVE_INFINITY;

  /** @param keeperId leads the group and is ours: what it uses does not count. */
  of(keeperId: number): Usage {
    if (performance.now() - this.#readAt > TABLE_LASTS_MS) this.#read();
    const members = (this.#members.get(keeperId) ?? []).filter((pid) => pid !== keeperId);
    const usages = members.map((pid) => usageOf(pid));
    return {
      cpuSeconds: usages.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0),
      memoryBytes: usages.reduce((total, { memoryBytes }) => total + memoryBytes, 0),
    };
  }

  #read(): void {
    this.#members = processGroups();
    this.#readAt = performance.now();
  }
}
