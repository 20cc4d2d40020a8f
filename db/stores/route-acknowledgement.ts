import { eq, gte, inArray, min } from 'drizzle-orm';
import { workerHeartbeats } from '#db/metrics-schema.ts';
import type { Db, MetricsDb } from '#db/open.ts';
import { gatewayWorkers, routes } from '#db/schema.ts';

/** True when every gateway worker heard of since `sinceMs` serves the newest routes of the service. */
export function isServedEverywhere(db: Db, metrics: MetricsDb, serviceId: string, sinceMs: number): boolean {
  const route = db.select().from(routes).where(eq(routes.serviceId, serviceId)).get();
  if (!route) return true;
  const live = metrics.select().from(workerHeartbeats).where(gte(workerHeartbeats.at, sinceMs)).all();
  const ids = live.map((worker) => worker.workerId);
  const lowest = db
    .select({ revision: min(gatewayWorkers.servedRevision) })
    .from(gatewayWorkers)
    .where(inArray(gatewayWorkers.id, ids))
    .get();
  return (lowest?.revision ?? Number.NEGATIVE_INFINITY) >= route.revision;
}
