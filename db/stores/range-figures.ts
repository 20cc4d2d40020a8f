// What the gateway counted over longer times: from hours as far as they are summed, from there on from minutes, and
// from there on from seconds. Each request is in exactly one of the three.
import { and, eq, gte, lt } from 'drizzle-orm';
import { requestBuckets, requestHours, requestMinutes } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';
import { summedBefore } from '#db/stores/roll-up.ts';
import { latencyQuantileMs, mergeLatency } from '#server/domain/latency.ts';
import { DAY, HOUR, MINUTE, spanOf } from '#server/domain/metric-spans.ts';
import type { StatusClass } from '#server/domain/status-class.ts';

type Counts = Omit<typeof requestMinutes.$inferSelect, 'serviceId'>;

export type RangeFigures = {
  /** Empty for what the service answered before a version was chosen. */
  versionId: string;
  requests: number;
  requestsPerSecond: number;
  /** 0–100; undefined without requests, like the latencies. */
  errorPercent?: number | undefined;
  p50Ms?: number | undefined;
  p95Ms?: number | undefined;
  p99Ms?: number | undefined;
  statuses: Record<StatusClass, number>;
  bytesIn: number;
  bytesOut: number;
  peakInFlight: number;
  coldStarts: number;
  coldStartP95Ms?: number | undefined;
};

/**
 * Figures of each version over the last `seconds`, ending with the last complete second. Beyond a few minutes the
 * beginning is rounded down to a minute, beyond a day to an hour. Versions without requests are absent.
 */
export function readRange(
  metrics: MetricsDb,
  serviceId: string,
  nowMs: number,
  seconds: number,
): RangeFigures[] {
  const end = Math.floor(nowMs / 1000);
  const parts = partsOf(metrics, end, seconds);
  const rows = parts.flatMap(([table, from, to]) => listCounts(metrics, table, serviceId, from, to));
  const byVersion = Object.groupBy(rows, ({ versionId }) => versionId);
  return Object.entries(byVersion).map(([versionId, counts = []]) => figuresOf(versionId, counts, seconds));
}

type Table = typeof requestBuckets | typeof requestMinutes | typeof requestHours;
type Part = [table: Table, from: number, to: number];

/** Below this, seconds alone are few enough. */
const FEW_SECONDS = 10 * MINUTE;

function partsOf(metrics: MetricsDb, end: number, seconds: number): Part[] {
  if (seconds <= FEW_SECONDS) return [[requestBuckets, end - seconds, end]];
  const minutesEnd = Math.min(summedBefore(metrics, 'minutes') ?? 0, end);
  const isLong = seconds > DAY;
  const start = spanOf(end - seconds, isLong ? HOUR : MINUTE);
  const hoursEnd = isLong ? Math.min(summedBefore(metrics, 'hours') ?? 0, minutesEnd) : start;
  const parts: Part[] = [
    [requestHours, start, hoursEnd],
    [requestMinutes, Math.max(start, hoursEnd), minutesEnd],
    [requestBuckets, Math.max(start, minutesEnd), end],
  ];
  return parts.filter(([, from, to]) => from < to);
}

function listCounts(metrics: MetricsDb, table: Table, serviceId: string, from: number, to: number): Counts[] {
  return metrics
    .select()
    .from(table)
    .where(and(eq(table.serviceId, serviceId), gte(table.at, from), lt(table.at, to)))
    .all();
}

function figuresOf(versionId: string, counts: readonly Counts[], seconds: number): RangeFigures {
  const sum = (of: (row: Counts) => number) => counts.reduce((total, row) => total + of(row), 0);
  const requests = sum((row) => row.requests);
  const latency = mergeLatency(counts.map((row) => row.latency));
  const coldStarts = mergeLatency(counts.map((row) => row.coldStarts));
  return {
    versionId,
    requests,
    requestsPerSecond: requests / seconds,
    errorPercent: requests === 0 ? undefined : (100 * sum((row) => row.errors)) / requests,
    p50Ms: latencyQuantileMs(latency, 0.5),
    p95Ms: latencyQuantileMs(latency, 0.95),
    p99Ms: latencyQuantileMs(latency, 0.99),
    statuses: {
      left: sum((row) => row.left),
      '1xx': sum((row) => row.status1xx),
      '2xx': sum((row) => row.status2xx),
      '3xx': sum((row) => row.status3xx),
      '4xx': sum((row) => row.status4xx),
      '5xx': sum((row) => row.status5xx),
      broken: sum((row) => row.broken),
    },
    bytesIn: sum((row) => row.bytesIn),
    bytesOut: sum((row) => row.bytesOut),
    peakInFlight: Math.max(0, ...counts.map((row) => row.peakInFlight)),
    coldStarts: Object.values(coldStarts).reduce((total, count) => total + count, 0),
    coldStartP95Ms: latencyQuantileMs(coldStarts, 0.95),
  };
}
