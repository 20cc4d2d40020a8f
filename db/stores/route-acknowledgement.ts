import type { Db, MetricsDb } from '#db/open.ts';
import { listLiveWorkers } from '#db/stores/gateway-workers.ts';
import { findRoutes } from '#db/stores/routes.ts';

/** True when every gateway worker heard of since `sinceMs` (at least one) serves the newest routes of the service. */
export function isServedEverywhere(db: Db, metrics: MetricsDb, serviceId: string, sinceMs: number): boolean {
  const route = findRoutes(db, serviceId);
  if (!route) return true;
  const workers = listLiveWorkers(db, metrics, sinceMs);
  return workers.length > 0 && workers.every((worker) => worker.servedRevision >= route.revision);
}
