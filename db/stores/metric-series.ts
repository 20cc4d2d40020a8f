// What the charts of a service are made of. The keys of all tables begin with service, version and time, so versions
// are walked one by one and of each only the asked time is read, however much is kept.
import type { MetricsDb } from '#db/open.ts';
import { summedBefore } from '#db/stores/roll-up.ts';
import type { CountedRow, UsageRow } from '#server/domain/metric-figures.ts';
import { type CountTable, partsOf, type Sampling } from '#server/domain/metric-sampling.ts';
import { MINUTE, MINUTES_KEPT } from '#server/domain/metric-spans.ts';

export type VersionCounts = CountedRow & { versionId: string };
export type InstanceCounts = VersionCounts & { instanceId: string };
export type InstanceUsage = UsageRow & { versionId: string; instanceId: string };
export type Waking = { versionId: string; instanceId: string; at: number; waitedMs: number };

const COUNTS: Record<CountTable, string> = {
  hours: 'request_hours',
  minutes: 'request_minutes',
  seconds: 'request_buckets',
};
const USAGES: Record<CountTable, string> = {
  hours: 'instance_hours',
  minutes: 'instance_minutes',
  seconds: 'instance_samples',
};

/** Requests of each version. */
export function listCounts(metrics: MetricsDb, serviceId: string, sampling: Sampling): VersionCounts[] {
  const summed = {
    minutes: summedBefore(metrics, 'minutes') ?? 0,
    hours: summedBefore(metrics, 'hours') ?? 0,
  };
  const rows = partsOf(sampling, summed).flatMap(({ table, from, to }) => {
    const query = metrics.$client.prepare(countsSql(COUNTS[table]));
    return query.all({ serviceId, from, to }) as (Omit<VersionCounts, 'latency'> & { latency: string })[];
  });
  return rows.map((row) => ({ ...row, latency: JSON.parse(row.latency) }));
}

/** Requests of each instance by point, workers added up. Of the last week only: by minutes, more would be too many. */
export function listInstanceCounts(
  metrics: MetricsDb,
  serviceId: string,
  sampling: Sampling,
): InstanceCounts[] {
  const from = Math.max(sampling.from, sampling.to - MINUTES_KEPT);
  const query = metrics.$client.prepare(`${versionsOf('instance_requests')},
    moments as (
      select row.version_id versionId, instance_id instanceId, at, sum(requests) requests, sum(errors) errors5xx,
        sum(peak_in_flight) inFlight
      from keys cross join instance_requests row on ${IS_ASKED} group by 1, 2, 3
    )
    select versionId, instanceId, min(at) at, sum(requests) requests, sum(errors5xx) errors5xx, max(inFlight) inFlight
    from moments group by versionId, instanceId, (at - @start) / @step`);
  const asked = { serviceId, from, to: sampling.to, start: sampling.from, step: sampling.stepSeconds };
  const rows = query.all(asked) as Omit<InstanceCounts, 'errors4xx' | 'bytesOut' | 'latency'>[];
  return rows.map((row) => ({ ...row, errors4xx: 0, bytesOut: 0, latency: {} }));
}

/** What each instance used; single looks as averages of their minute. */
export function listUsages(metrics: MetricsDb, serviceId: string, sampling: Sampling): InstanceUsage[] {
  const summed = {
    minutes: summedBefore(metrics, 'instance-minutes') ?? 0,
    hours: summedBefore(metrics, 'instance-hours') ?? 0,
  };
  return partsOf(sampling, summed).flatMap(({ table, from, to }) => {
    const query = metrics.$client.prepare(usagesSql(USAGES[table], table === 'seconds'));
    return query.all({ serviceId, from, to }) as InstanceUsage[];
  });
}

/** Each time that a request woke one of the versions. */
export function listWakings(
  metrics: MetricsDb,
  versionIds: readonly string[],
  { from, to }: Sampling,
): Waking[] {
  const query = metrics.$client.prepare(`select version_id versionId, instance_id instanceId,
      arrived_at / 1000 at, answered_at - arrived_at waitedMs
    from json_each(@ids) ids join cold_starts on version_id = ids.value and arrived_at >= @from and arrived_at < @to`);
  return query.all({ ids: JSON.stringify(versionIds), from: from * 1000, to: to * 1000 }) as Waking[];
}

/** One look at the key for each version that has rows, and not at all rows for their versions. */
function versionsOf(table: string): string {
  return `with recursive keys(version_id) as (
      select min(version_id) from ${table} where service_id = @serviceId
      union all
      select (select min(version_id) from ${table} where service_id = @serviceId and version_id > keys.version_id)
      from keys where keys.version_id is not null
    )`;
}

const IS_ASKED = `row.service_id = @serviceId and row.version_id = keys.version_id and at >= @from and at < @to`;

/** Of a row of several workers the sum, second by second, is made where the rows are added up. */
export function countsSql(table: string): string {
  return `${versionsOf(table)}
    select row.version_id versionId, at, requests, status_4xx errors4xx, errors errors5xx, bytes_out bytesOut,
      peak_in_flight inFlight, latency
    from keys cross join ${table} row on ${IS_ASKED}`;
}

export function usagesSql(table: string, isLooks: boolean): string {
  const columns = isLooks
    ? `at / ${MINUTE} * ${MINUTE} at, count(*) samples, avg(cpu_cores) cpuCores, avg(memory_bytes) memoryBytes`
    : 'at, samples, cpu_cores cpuCores, memory_bytes memoryBytes';
  return `${versionsOf(table)}
    select row.version_id versionId, instance_id instanceId, ${columns}
    from keys cross join ${table} row on ${IS_ASKED}
    ${isLooks ? `group by row.version_id, instance_id, row.at / ${MINUTE}` : ''}`;
}
