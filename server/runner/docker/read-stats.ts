import type { CpuReading } from '#server/runner/cpu-meter.ts';
import { type Engine, EngineRefusal } from './engine.ts';

/**
 * One look at a container's counters; null where it does not run. `one-shot`: the engine waits for no second look.
 * Its stream of a look a second costs three times as much for each container, and the CPU counter, which only rises,
 * gives the same mean (docs/decisions/030-usage.md).
 */
export async function readStats(
  engine: Engine,
  name: string,
): Promise<(CpuReading & { memoryBytes: number }) | null> {
  const options = { stream: false, 'one-shot': true } as const;
  try {
    const stats = await engine.ask((docker) => docker.getContainer(name).stats(options));
    const atMs = Date.parse(stats.read);
    // Of a container that does not run the engine gives no counters, and the year 1 as the time.
    if (!(atMs > 0)) return null;
    const cpuSeconds = stats.cpu_stats.cpu_usage.total_usage / 1e9;
    return { cpuSeconds, atMs, memoryBytes: memoryInUse(stats.memory_stats) };
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return null;
    throw error;
  }
}

/** Without the page cache that the kernel gives back when asked (as `docker stats` counts; cgroup v1, v2). */
function memoryInUse(memory: { usage?: number; stats?: object }): number {
  const counters = (memory.stats ?? {}) as { total_inactive_file?: number; inactive_file?: number };
  const cache = counters.total_inactive_file ?? counters.inactive_file ?? 0;
  return Math.max(0, (memory.usage ?? 0) - cache);
}
