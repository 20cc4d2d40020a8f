import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricsDb } from '#db/open.ts';
import { readRange } from '#db/stores/range-figures.ts';
import { writeBuckets } from '#db/stores/request-metrics.ts';
import { pruneCounts, rollUp } from '#db/stores/roll-up.ts';
import { temporaryData } from '#db/temporary.ts';
import { latencyBucket } from '#server/domain/latency.ts';
import { DAY, HOUR } from '#server/domain/metric-spans.ts';

const START = 1_000 * HOUR;

/** One request of 10 ms, one in ten a 503 of 500 ms, every ten seconds from START on for `seconds`. */
function count(metrics: MetricsDb, seconds: number): void {
  const buckets = Array.from({ length: seconds / 10 }, (_, index) => {
    const isBad = index % 10 === 0;
    const latency = { [latencyBucket(isBad ? 500 : 10)]: 1 };
    const counts = isBad ? { errors: 1, status5xx: 1 } : { errors: 0, status2xx: 1 };
    const key = { workerId: 'w', serviceId: 's', versionId: 'v1', at: START + index * 10 };
    return { ...key, ...counts, requests: 1, bytesIn: 5, bytesOut: 50, peakInFlight: index % 7, latency };
  });
  writeBuckets(metrics, buckets);
}

function read(metrics: MetricsDb, now: number, seconds: number) {
  return readRange(metrics, 's', now * 1000, seconds)[0];
}

test('figures of a long time are the same whether it was summed, partly summed or not summed yet', () => {
  using data = temporaryData();
  const { metrics } = data;
  const now = START + 5 * HOUR;
  count(metrics, 5 * HOUR);
  const fresh = read(metrics, now, 2 * DAY);
  assert.equal(fresh?.requests, 1_800);
  for (const _ of rollUp(metrics, (now - 90 * 60) * 1000));
  assert.deepEqual(read(metrics, now, 2 * DAY), fresh);
  for (const _ of rollUp(metrics, now * 1000));
  assert.deepEqual(read(metrics, now, 2 * DAY), fresh);
  while (pruneCounts(metrics, now * 1000, 1_000));
  assert.deepEqual(read(metrics, now, 2 * DAY), fresh);
  const hour = read(metrics, now, HOUR);
  assert.equal(hour?.requests, 360);
});

test('figures tell rate, errors, latencies, classes, bytes and the most in flight', () => {
  using data = temporaryData();
  count(data.metrics, HOUR);
  const { p50Ms = 0, p95Ms = 0, p99Ms = 0, ...figures } = read(data.metrics, START + HOUR, HOUR) ?? {};
  assert.deepEqual(figures, {
    versionId: 'v1',
    requests: 360,
    requestsPerSecond: 0.1,
    errorPercent: 10,
    statuses: { left: 0, '1xx': 0, '2xx': 324, '3xx': 0, '4xx': 0, '5xx': 36, broken: 0 },
    bytesIn: 1_800,
    bytesOut: 18_000,
    peakInFlight: 6,
    coldStarts: 0,
    coldStartP95Ms: undefined,
  });
  assert.ok(p50Ms >= 10 && p50Ms < 12 && p95Ms >= 500 && p95Ms < 600 && p99Ms === p95Ms);
});

test('the running second is not among the figures, nor what was before the time', () => {
  using data = temporaryData();
  count(data.metrics, 100);
  assert.equal(read(data.metrics, START + 90, 60)?.requests, 6);
});
