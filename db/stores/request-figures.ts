// Reading what the gateway counted. Seconds are epoch seconds; the running second is not complete yet.
import { and, eq, gte, lt, sql, sum } from 'drizzle-orm';
import { requestBuckets } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';
import { latencyQuantileMs, mergeLatency } from '#server/domain/latency.ts';

/** Requests of a service or of one of its versions, and those that failed, between two times (epoch ms), to the second. */
export function sumRequests(
  metrics: MetricsDb,
  serviceId: string,
  fromMs: number,
  toMs: number,
  versionId?: string,
): { requests: number; failedRequests: number } {
  const row = metrics
    .select({ requests: sum(requestBuckets.requests), failed: sum(requestBuckets.errors) })
    .from(requestBuckets)
    .where(
      and(
        eq(requestBuckets.serviceId, serviceId),
        gte(requestBuckets.at, Math.floor(fromMs / 1000)),
        lt(requestBuckets.at, Math.floor(toMs / 1000) + 1),
        versionId === undefined ? undefined : eq(requestBuckets.versionId, versionId),
      ),
    )
    .get();
  return { requests: Number(row?.requests ?? 0), failedRequests: Number(row?.failed ?? 0) };
}

export type VersionFigures = {
  versionId: string;
  requests: number;
  requestsPerSecond: number;
  /** 0–100; undefined without requests. */
  errorPercent: number | undefined;
  p95Ms: number | undefined;
};

/** Figures of each version over the last `seconds` complete seconds. Versions without requests are absent. */
export function readFigures(
  metrics: MetricsDb,
  serviceId: string,
  nowMs: number,
  seconds: number,
): VersionFigures[] {
  const end = Math.floor(nowMs / 1000);
  const rows = metrics
    .select()
    .from(requestBuckets)
    .where(
      and(
        eq(requestBuckets.serviceId, serviceId),
        gte(requestBuckets.at, end - seconds),
        lt(requestBuckets.at, end),
      ),
    )
    .all();
  const byVersion = Object.groupBy(rows, (row) => row.versionId);
  return Object.entries(byVersion).map(([versionId, buckets = []]) => {
    const requests = buckets.reduce((total, bucket) => total + bucket.requests, 0);
    const errors = buckets.reduce((total, bucket) => total + bucket.errors, 0);
    return {
      versionId,
      requests,
      requestsPerSecond: requests / seconds,
      errorPercent: requests === 0 ? undefined : (100 * errors) / requests,
      p95Ms: latencyQuantileMs(mergeLatency(buckets.map((bucket) => bucket.latency)), 0.95),
    };
  });
}

/** Requests a second of each version in `points` equal steps of `stepSeconds`, oldest first, ending now. */
export function readSeries(
  metrics: MetricsDb,
  serviceId: string,
  nowMs: number,
  stepSeconds: number,
  points: number,
): Record<string, number[]> {
  const end = Math.floor(nowMs / 1000);
  const start = end - stepSeconds * points;
  const step = sql<number>`cast((${requestBuckets.at} - ${start}) / ${stepSeconds} as integer)`;
  const rows = metrics
    .select({ versionId: requestBuckets.versionId, step, requests: sum(requestBuckets.requests) })
    .from(requestBuckets)
    .where(
      and(eq(requestBuckets.serviceId, serviceId), gte(requestBuckets.at, start), lt(requestBuckets.at, end)),
    )
    .groupBy(requestBuckets.versionId, step)
    .all();
  const series: Record<string, number[]> = {};
  for (const row of rows) {
    series[row.versionId] ??= Array.from({ length: points }, () => 0);
    const line = series[row.versionId];
    if (line) line[row.step] = Number(row.requests ?? 0) / stepSeconds;
  }
  return series;
}
