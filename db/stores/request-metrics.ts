// Writing what the gateway counted, and its heartbeat. Readers: request-figures.ts and gateway-workers.ts.
import { eq, getTableColumns } from 'drizzle-orm';
import { requestBuckets, workerHeartbeats } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';
import { noteGatewayRun } from '#db/stores/gateway-runs.ts';

/** One second of one version by one worker, whole. */
export type RequestBucket = typeof requestBuckets.$inferSelect;
export type Heartbeat = typeof workerHeartbeats.$inferSelect;
type NewBucket = typeof requestBuckets.$inferInsert;

const COLUMNS = Object.values(getTableColumns(requestBuckets));
/** Made by hand and prepared once for all rows: the gateway runs it between requests. */
const SAVE_BUCKET = `insert into request_buckets (${COLUMNS.map(({ name }) => `"${name}"`).join(', ')})
  values (${COLUMNS.map(() => '?').join(', ')})
  on conflict (service_id, version_id, at, worker_id) do update set
  ${COLUMNS.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ')}`;
const KEYS = Object.keys(getTableColumns(requestBuckets)) as (keyof RequestBucket)[];

/**
 * Stores a worker's heartbeat and its counts in one transaction. A bucket holds the whole count of its second so far
 * and replaces what was stored for it: storing it again, after a failure or with more in it, counts nothing twice.
 */
export function writeMetrics(metrics: MetricsDb, heartbeat: Heartbeat, buckets: NewBucket[]): void {
  const write = metrics.$client.transaction(() => {
    saveHeartbeat(metrics, heartbeat);
    saveBuckets(metrics, buckets);
  });
  write.immediate();
}

/** Stores counts alone, in one transaction; else as {@link writeMetrics}. */
export function writeBuckets(metrics: MetricsDb, buckets: NewBucket[]): void {
  metrics.$client.transaction(() => saveBuckets(metrics, buckets)).immediate();
}

function saveHeartbeat(metrics: MetricsDb, { workerId, pid, at }: Heartbeat): void {
  metrics
    .insert(workerHeartbeats)
    .values({ workerId, pid, at })
    .onConflictDoUpdate({ target: workerHeartbeats.workerId, set: { pid, at } })
    .run();
  noteGatewayRun(metrics, workerId, Math.floor(at / 1000));
}

function saveBuckets(metrics: MetricsDb, buckets: NewBucket[]): void {
  const save = metrics.$client.prepare(SAVE_BUCKET);
  for (const bucket of buckets) save.run(KEYS.map((key) => stored(bucket[key])));
}

function stored(value: NewBucket[keyof NewBucket]): string | number {
  if (typeof value === 'object') return JSON.stringify(value);
  return value ?? 0;
}

/**
 * Forgets the oldest `most` seconds before one (epoch seconds). The deployer clears away long before; this keeps the
 * file from growing where no deployer has run for a day.
 */
export function forgetSeconds(metrics: MetricsDb, beforeSecond: number, most: number): void {
  metrics.$client
    .prepare(
      'delete from request_buckets where rowid in (select rowid from request_buckets where at < ? limit ?)',
    )
    .run(beforeSecond, most);
}

export function listHeartbeats(metrics: MetricsDb): Heartbeat[] {
  return metrics.select().from(workerHeartbeats).all();
}

export function removeHeartbeat(metrics: MetricsDb, workerId: string): void {
  metrics.delete(workerHeartbeats).where(eq(workerHeartbeats.workerId, workerId)).run();
}
