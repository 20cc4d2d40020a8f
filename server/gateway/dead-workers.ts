import type { Db, MetricsDb } from '#db/open.ts';
import { listWorkers, removeWorker } from '#db/stores/gateway-workers.ts';
import { listHeartbeats, removeHeartbeat } from '#db/stores/request-metrics.ts';

/**
 * Removes the rows of workers that ended without doing so themselves: whose process is gone, or that have been silent
 * for too long. One that was only slow writes its row again with its next change. `now` in epoch ms.
 */
export function removeDeadWorkers(db: Db, metrics: MetricsDb, now: number, silentMs: number): void {
  const heartbeats = new Map(listHeartbeats(metrics).map((heartbeat) => [heartbeat.workerId, heartbeat]));
  const workers = listWorkers(db);
  for (const { id, pid } of workers) {
    const isHeard = (heartbeats.get(id)?.at ?? 0) > now - silentMs;
    if (isHeard && isAlive(pid)) continue;
    removeWorker(db, id);
    removeHeartbeat(metrics, id);
  }
  const known = new Set(workers.map((worker) => worker.id));
  for (const { workerId, pid } of heartbeats.values()) {
    if (!known.has(workerId) && !isAlive(pid)) removeHeartbeat(metrics, workerId);
  }
}

/** A process that has our own number cannot be another one: it is one from before a restart of the machine. */
function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
