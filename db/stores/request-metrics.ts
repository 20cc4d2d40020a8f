// Writing what the gateway counted, and its heartbeat. Readers: request-figures.ts and gateway-workers.ts.
import { eq, getTableColumns, lt, sql } from 'drizzle-orm';
import { requestBuckets, workerHeartbeats } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';

/** One second of one version by one worker, whole. */
export type RequestBucket = typeof requestBuckets.$inferSelect;
type NewBucket = typeof requestBuckets.$inferInsert;
export type Heartbeat = typeof workerHeartbeats.$inferSelect;

const REPLACED = Object.fromEntries(
  Object.entries(getTableColumns(requestBuckets)).map(([key, column]) => [
    key,
    sql.raw(`excluded."${column.name}"`),
  ]),
);

/**
 * Stores a worker's heartbeat and its counts in one transaction. A bucket holds the whole count of its second so far
 * and replaces what was stored for it: storing it again, after a failure or with more in it, counts nothing twice.
 */
export function writeMetrics(metrics: MetricsDb, heartbeat: Heartbeat, buckets: NewBucket[]): void {
  metrics.transaction(
    (tx) => {
      tx.insert(workerHeartbeats)
        .values(heartbeat)
        .onConflictDoUpdate({
          target: workerHeartbeats.workerId,
          set: { pid: heartbeat.pid, at: heartbeat.at },
        })
        .run();
      for (const bucket of buckets) {
        tx.insert(requestBuckets)
          .values(bucket)
          .onConflictDoUpdate({
            target: [
              requestBuckets.serviceId,
              requestBuckets.versionId,
              requestBuckets.at,
              requestBuckets.workerId,
            ],
            set: REPLACED,
          })
          .run();
      }
    },
    { behavior: 'immediate' },
  );
}

/** Forgets all buckets before a second (epoch seconds). */
export function pruneBuckets(metrics: MetricsDb, beforeSecond: number): void {
  metrics.delete(requestBuckets).where(lt(requestBuckets.at, beforeSecond)).run();
}

export function listHeartbeats(metrics: MetricsDb): Heartbeat[] {
  return metrics.select().from(workerHeartbeats).all();
}

export function removeHeartbeat(metrics: MetricsDb, workerId: string): void {
  metrics.delete(workerHeartbeats).where(eq(workerHeartbeats.workerId, workerId)).run();
}
