// Requests by instance and minute, in metrics.db. Writer: the gateway's workers.
import { and, asc, eq, getTableColumns, gte, sum } from 'drizzle-orm';
import { instanceRequests } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';

/** One minute of one instance by one worker, as far as it is over. */
export type InstanceRequests = typeof instanceRequests.$inferSelect;

const COLUMNS = getTableColumns(instanceRequests);
const KEYS = Object.keys(COLUMNS) as (keyof InstanceRequests)[];
const NAMES = KEYS.map((key) => `"${COLUMNS[key].name}"`);
/** Made by hand and prepared once for all rows: the gateway runs it between requests. */
const SAVE = `insert into instance_requests (${NAMES.join(', ')}) values (${NAMES.map(() => '?').join(', ')})
  on conflict (instance_id, at, worker_id) do update set
  ${NAMES.map((name) => `${name} = excluded.${name}`).join(', ')}`;

/** Stores rows in one transaction. Each replaces what was stored for it, so that doing it twice counts nothing twice. */
export function writeInstanceRequests(metrics: MetricsDb, rows: readonly InstanceRequests[]): void {
  if (rows.length === 0) return;
  const save = metrics.$client.prepare(SAVE);
  const write = metrics.$client.transaction(() => {
    for (const row of rows) save.run(KEYS.map((key) => row[key]));
  });
  write.immediate();
}

/** One minute of one instance by all workers. */
export type InstanceMinute = {
  instanceId: string;
  /** Start of the minute, epoch seconds. */
  at: number;
  requests: number;
  /** Answers of 5xx and answers that broke off. */
  errors: number;
  /** Most requests in flight at one time; of several workers the sum of theirs. */
  peakInFlight: number;
};

/**
 * Minutes of a version's instances that begin at `fromSecond` (epoch seconds) or later, oldest first. Requests that
 * reached no instance are in none of them. The running minute is as of about a second ago.
 */
export function readInstanceRequests(
  metrics: MetricsDb,
  serviceId: string,
  versionId: string,
  fromSecond: number,
): InstanceMinute[] {
  const { instanceId, at, requests, errors, peakInFlight } = instanceRequests;
  return metrics
    .select({
      instanceId,
      at,
      requests: sum(requests).mapWith(Number),
      errors: sum(errors).mapWith(Number),
      peakInFlight: sum(peakInFlight).mapWith(Number),
    })
    .from(instanceRequests)
    .where(
      and(
        eq(instanceRequests.serviceId, serviceId),
        eq(instanceRequests.versionId, versionId),
        gte(at, fromSecond),
      ),
    )
    .groupBy(at, instanceId)
    .orderBy(asc(at), asc(instanceId))
    .all();
}
