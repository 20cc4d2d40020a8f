// Sums of seconds over minutes, and of minutes over hours. A span is always summed whole from what it is made of and
// replaces the sum that was there: doing it twice, or again because a worker came late, counts nothing twice. Writer:
// the deployer, of which there is one.
import { getTableColumns } from 'drizzle-orm';
import { type RollUpName, requestMinutes, rollUps } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';
import {
  HOUR,
  HOURS_KEPT,
  LATEST_SECONDS,
  MINUTE,
  MINUTES_KEPT,
  SECONDS_FORGOTTEN,
  SECONDS_KEPT,
  spanOf,
} from '#server/domain/metric-spans.ts';

export type Level = {
  name: RollUpName;
  source: 'request_buckets' | 'request_minutes' | 'instance_samples' | 'instance_minutes';
  /** Sums from `@start` to `@end` and puts that in place of the sum that is there. */
  sumSql: string;
  spanSeconds: number;
  /** The source is kept for this long, or longer where it is not summed yet. */
  keptSeconds: number;
  /** After this the source may be gone although it was not summed. */
  forgottenSeconds: number;
};

const NOT_SUMMED = ['service_id', 'version_id', 'at', 'peak_in_flight', 'latency', 'cold_starts'];

const MINUTES: Level = {
  name: 'minutes',
  source: 'request_buckets',
  sumSql: sumSql('request_buckets', 'request_minutes'),
  spanSeconds: MINUTE,
  keptSeconds: SECONDS_KEPT,
  forgottenSeconds: SECONDS_FORGOTTEN,
};
const HOURS: Level = {
  name: 'hours',
  source: 'request_minutes',
  sumSql: sumSql('request_minutes', 'request_hours'),
  spanSeconds: HOUR,
  keptSeconds: MINUTES_KEPT,
  forgottenSeconds: Number.POSITIVE_INFINITY,
};

/** Sums everything that is over by `nowMs` (epoch ms), one span after the other; each step is one short transaction. */
export function* rollUp(metrics: MetricsDb, nowMs: number): Generator<void> {
  const now = Math.floor(nowMs / 1000);
  yield* sumLevel(metrics, MINUTES, spanOf(now, MINUTE), now);
  yield* sumLevel(metrics, HOURS, spanOf(summedBefore(metrics, 'minutes') ?? now, HOUR), now);
}

/** Everything before this epoch second is summed; undefined before the first sum. */
export function summedBefore(metrics: MetricsDb, name: RollUpName): number | undefined {
  const rows = metrics.select().from(rollUps).all();
  return rows.find((row) => row.name === name)?.before;
}

/** Forgets what is past its time and summed, at most `most` rows of each kind. True while there is more. */
export function pruneCounts(metrics: MetricsDb, nowMs: number, most: number): boolean {
  const now = Math.floor(nowMs / 1000);
  const changed = [
    prune(metrics, 'request_buckets', summedLimit(metrics, MINUTES, now), most),
    prune(metrics, 'request_minutes', summedLimit(metrics, HOURS, now), most),
    prune(metrics, 'request_hours', now - HOURS_KEPT, most),
    prune(metrics, 'gateway_runs', now - HOURS_KEPT, most, 'last_at'),
  ];
  return changed.some((rows) => rows === most);
}

/** Sums a level's source up to the epoch second `end`. */
export function* sumLevel(metrics: MetricsDb, level: Level, end: number, now: number): Generator<void> {
  const done = summedBefore(metrics, level.name);
  if (done !== undefined && done >= end && now > done + 2 * LATEST_SECONDS) return;
  let start = done === undefined ? 0 : spanOf(firstUncertain(level, done, now), level.spanSeconds);
  for (;;) {
    const next = firstFrom(metrics, level.source, start);
    if (next === null || next >= end) break;
    start = spanOf(next, level.spanSeconds);
    sumSpan(metrics, level, start);
    start += level.spanSeconds;
    yield;
  }
  if (done === undefined || end > done) saveDone(metrics, level.name, end);
}

/** Late seconds change the minute and the hour that they lie in; of a span half forgotten the old sum is right. */
function firstUncertain(level: Level, done: number, now: number): number {
  return Math.max(done - LATEST_SECONDS, now - level.forgottenSeconds + level.spanSeconds);
}

function firstFrom(metrics: MetricsDb, source: Level['source'], start: number): number | null {
  const query = metrics.$client.prepare(`select min(at) from ${source} where at >= ?`).pluck();
  return query.get(start) as number | null;
}

/** Workers are added up second by second before the highest number in flight is looked for. */
function sumSql(source: string, target: string): string {
  const counts = Object.values(getTableColumns(requestMinutes))
    .map(({ name }) => name)
    .filter((name) => !NOT_SUMMED.includes(name));
  const names = counts.map((name) => `"${name}"`).join(', ');
  const sums = counts.map((name) => `sum("${name}") "${name}"`).join(', ');
  return `
  with source as (select * from ${source} where at >= @start and at < @end),
  moments as (select service_id, version_id, at, ${sums}, sum(peak_in_flight) peak from source group by 1, 2, 3),
  sums as (select service_id, version_id, ${sums}, max(peak) peak from moments group by 1, 2),
  latencies as (${merged('latency')}),
  colds as (${merged('cold_starts')})
  insert or replace into ${target} (service_id, version_id, at, ${names}, peak_in_flight, latency, cold_starts)
  select service_id, version_id, @start, ${names}, peak, coalesce(latency, '{}'), coalesce(cold_starts, '{}')
  from sums left join latencies using (service_id, version_id) left join colds using (service_id, version_id)`;
}

function merged(column: string): string {
  return `select service_id, version_id, json_group_object(key, total) as ${column}
  from (select service_id, version_id, key, sum(value) total from source, json_each(source.${column}) group by 1, 2, 3)
  group by 1, 2`;
}

function sumSpan(metrics: MetricsDb, level: Level, start: number): void {
  const sum = metrics.$client.prepare(level.sumSql);
  metrics.$client.transaction(() => sum.run({ start, end: start + level.spanSeconds })).immediate();
}

function saveDone(metrics: MetricsDb, name: Level['name'], before: number): void {
  metrics
    .insert(rollUps)
    .values({ name, before })
    .onConflictDoUpdate({ target: rollUps.name, set: { before } })
    .run();
}

/** Before this, a level's source is summed for good and past its time. */
export function summedLimit(
  metrics: MetricsDb,
  { name, keptSeconds, spanSeconds }: Level,
  now: number,
): number {
  const done = summedBefore(metrics, name) ?? 0;
  return Math.min(now - keptSeconds, done - LATEST_SECONDS - spanSeconds);
}

/** Forgets at most `most` rows of before this, in the unit of the column. Gives how many. */
export function prune(metrics: MetricsDb, table: string, before: number, most: number, at = 'at'): number {
  const rows = `select rowid from ${table} where ${at} < ? limit ?`;
  return metrics.$client.prepare(`delete from ${table} where rowid in (${rows})`).run(before, most).changes;
}
