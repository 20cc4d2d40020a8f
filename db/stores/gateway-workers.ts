// What each gateway worker serves and still has in flight. Writer: the worker itself.
import { eq, gte, inArray } from 'drizzle-orm';
import { workerHeartbeats } from '#db/metrics-schema.ts';
import type { Db, MetricsDb } from '#db/open.ts';
import { gatewayWorkers } from '#db/schema/gateway.ts';

export type GatewayWorker = typeof gatewayWorkers.$inferSelect;

export function saveWorker(db: Db, worker: GatewayWorker): void {
  const { id, ...rest } = worker;
  db.insert(gatewayWorkers)
    .values({ id, ...rest })
    .onConflictDoUpdate({ target: gatewayWorkers.id, set: rest })
    .run();
}

export function removeWorker(db: Db, id: string): void {
  db.delete(gatewayWorkers).where(eq(gatewayWorkers.id, id)).run();
}

export function listWorkers(db: Db): GatewayWorker[] {
  return db.select().from(gatewayWorkers).all();
}

/** The workers whose heartbeat is `sinceMs` (epoch ms) or newer: those that have to be waited for. */
export function listLiveWorkers(db: Db, metrics: MetricsDb, sinceMs: number): GatewayWorker[] {
  const live = metrics
    .select({ id: workerHeartbeats.workerId })
    .from(workerHeartbeats)
    .where(gte(workerHeartbeats.at, sinceMs))
    .all();
  const ids = live.map((heartbeat) => heartbeat.id);
  return db.select().from(gatewayWorkers).where(inArray(gatewayWorkers.id, ids)).all();
}
