// When the gateway counted. Where no worker ran, a figure is a gap; where one ran and no request came, it is zero.
// Writer: the gateway, with each heartbeat.
import { and, asc, gt, lt } from 'drizzle-orm';
import { gatewayRuns } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';
import { MINUTE } from '#server/domain/metric-spans.ts';

/**
 * What a worker cannot store it stores later, for five minutes: so long it counted all the same. One that was silent
 * for longer was asleep with its machine, and begins anew.
 */
const LONGEST_SILENCE = 5 * MINUTE;

const GROW =
  'update gateway_runs set last_at = max(last_at, @at) where worker_id = @workerId and last_at >= @silentAt';

/** A worker lives at `second` (epoch seconds). */
export function noteGatewayRun(metrics: MetricsDb, workerId: string, second: number): void {
  const grow = metrics.$client.prepare(GROW);
  if (grow.run({ workerId, at: second, silentAt: second - LONGEST_SILENCE }).changes > 0) return;
  metrics
    .insert(gatewayRuns)
    .values({ workerId, startedAt: second, lastAt: second })
    .onConflictDoNothing()
    .run();
}

/** When any worker ran between two epoch seconds, by the beginning of each run; those of several workers overlap. */
export function listGatewayRuns(metrics: MetricsDb, from: number, to: number) {
  return metrics
    .select({ from: gatewayRuns.startedAt, to: gatewayRuns.lastAt })
    .from(gatewayRuns)
    .where(and(lt(gatewayRuns.startedAt, to), gt(gatewayRuns.lastAt, from)))
    .orderBy(asc(gatewayRuns.startedAt))
    .all();
}
