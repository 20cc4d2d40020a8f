// Means and maxima of what instances use, over minutes and hours, in the manner of roll-up.ts. Writer: the deployer.
import type { MetricsDb } from '#db/open.ts';
import { type Level, prune, sumLevel, summedBefore, summedLimit } from '#db/stores/roll-up.ts';
import {
  HOUR,
  HOURS_KEPT,
  MINUTE,
  MINUTES_KEPT,
  SECONDS_FORGOTTEN,
  SECONDS_KEPT,
  spanOf,
} from '#server/domain/metric-spans.ts';

const INTO = `(service_id, version_id, instance_id, at,
  samples, cpu_cores, cpu_cores_max, memory_bytes, memory_bytes_max)
  select service_id, version_id, instance_id, @start,`;

const MINUTES: Level = {
  name: 'instance-minutes',
  source: 'instance_samples',
  sumSql: `insert or replace into instance_minutes ${INTO}
    count(*), avg(cpu_cores), max(cpu_cores), cast(round(avg(memory_bytes)) as integer), max(memory_bytes)
    from instance_samples where at >= @start and at < @end group by 1, 2, 3`,
  spanSeconds: MINUTE,
  keptSeconds: SECONDS_KEPT,
  forgottenSeconds: SECONDS_FORGOTTEN,
};

/** A minute of more looks weighs more. */
const HOURS: Level = {
  name: 'instance-hours',
  source: 'instance_minutes',
  sumSql: `insert or replace into instance_hours ${INTO}
    sum(samples), sum(cpu_cores * samples) / sum(samples), max(cpu_cores_max),
    cast(round(sum(memory_bytes * 1.0 * samples) / sum(samples)) as integer), max(memory_bytes_max)
    from instance_minutes where at >= @start and at < @end group by 1, 2, 3`,
  spanSeconds: HOUR,
  keptSeconds: MINUTES_KEPT,
  forgottenSeconds: Number.POSITIVE_INFINITY,
};

/** Sums everything that is over by `nowMs` (epoch ms), one span after the other; each step is one short transaction. */
export function* rollUpInstances(metrics: MetricsDb, nowMs: number): Generator<void> {
  const now = Math.floor(nowMs / 1000);
  yield* sumLevel(metrics, MINUTES, spanOf(now, MINUTE), now);
  yield* sumLevel(metrics, HOURS, spanOf(summedBefore(metrics, 'instance-minutes') ?? now, HOUR), now);
}

/** Forgets what is past its time and summed, at most `most` rows of each kind. True while there is more. */
export function pruneInstances(metrics: MetricsDb, nowMs: number, most: number): boolean {
  const now = Math.floor(nowMs / 1000);
  const changed = [
    prune(metrics, 'instance_samples', summedLimit(metrics, MINUTES, now), most),
    prune(metrics, 'instance_minutes', summedLimit(metrics, HOURS, now), most),
    prune(metrics, 'instance_hours', now - HOURS_KEPT, most),
    prune(metrics, 'instance_requests', now - HOURS_KEPT, most),
    prune(metrics, 'cold_starts', nowMs - HOURS_KEPT * 1000, most, 'arrived_at'),
  ];
  return changed.some((rows) => rows === most);
}
