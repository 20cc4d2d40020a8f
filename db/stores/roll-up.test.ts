import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MetricsDb } from '#db/open.ts';
import { writeBuckets } from '#db/stores/request-metrics.ts';
import { pruneCounts, rollUp, summedBefore } from '#db/stores/roll-up.ts';
import { temporaryData } from '#db/temporary.ts';
import { HOUR, SECONDS_KEPT } from '#server/domain/metric-spans.ts';

/** A full hour, epoch seconds. */
const START = 1_000 * HOUR;

type Change = { at: number; workerId?: string; versionId?: string; requests?: number; peakInFlight?: number };

function bucket({ at, workerId = 'w1', versionId = 'v1', requests = 1, peakInFlight = 1 }: Change) {
  const counts = { requests, errors: 1, status2xx: requests, bytesOut: 10 * requests, peakInFlight };
  return { ...counts, workerId, versionId, serviceId: 's', at, latency: { 5: requests, [at % 3]: 1 } };
}

function sum(metrics: MetricsDb, nowSecond: number): void {
  for (const _ of rollUp(metrics, nowSecond * 1000));
}

function rows(metrics: MetricsDb, table: string) {
  return metrics.$client.prepare(`select * from ${table} order by at, version_id`).all() as Record<
    string,
    number | string
  >[];
}

test('minutes add up the seconds of all workers exactly', () => {
  using data = temporaryData();
  const { metrics } = data;
  writeBuckets(metrics, [
    bucket({ at: START, requests: 2, peakInFlight: 3 }),
    bucket({ at: START, workerId: 'w2', requests: 5, peakInFlight: 4 }),
    bucket({ at: START + 59, requests: 1, peakInFlight: 6 }),
    bucket({ at: START + 60, requests: 100 }),
    bucket({ at: START + 1, versionId: 'v2', requests: 9 }),
  ]);
  sum(metrics, START + 60);
  const [first, other, ...rest] = rows(metrics, 'request_minutes');
  assert.deepEqual(rest, []);
  assert.equal(other?.version_id, 'v2');
  assert.equal(first?.requests, 8);
  assert.equal(first?.errors, 3);
  assert.equal(first?.bytes_out, 80);
  assert.equal(first?.peak_in_flight, 7);
  assert.deepEqual(JSON.parse(String(first?.latency)), { 5: 8, 0: 2, 2: 1 });
  assert.equal(first?.cold_starts, '{}');
});

test('summing again changes nothing, and a worker that came late is added', () => {
  using data = temporaryData();
  const { metrics } = data;
  writeBuckets(metrics, [bucket({ at: START + 5 })]);
  sum(metrics, START + 60);
  const once = rows(metrics, 'request_minutes');
  sum(metrics, START + 61);
  assert.deepEqual(rows(metrics, 'request_minutes'), once);
  writeBuckets(metrics, [bucket({ at: START + 7, workerId: 'w2' })]);
  sum(metrics, START + 300);
  assert.equal(rows(metrics, 'request_minutes')[0]?.requests, 2);
});

test('hours are complete, also where a minute of theirs came late', () => {
  using data = temporaryData();
  const { metrics } = data;
  const seconds = Array.from({ length: HOUR / 10 }, (_, index) => bucket({ at: START + index * 10 }));
  writeBuckets(metrics, seconds);
  sum(metrics, START + HOUR - 1);
  assert.deepEqual(rows(metrics, 'request_hours'), []);
  sum(metrics, START + HOUR);
  assert.equal(rows(metrics, 'request_hours')[0]?.requests, 360);
  writeBuckets(metrics, [bucket({ at: START + HOUR - 3, requests: 40 })]);
  sum(metrics, START + HOUR + 240);
  assert.equal(rows(metrics, 'request_hours')[0]?.requests, 400);
});

test('what was not summed while nobody summed is summed later, whole', () => {
  using data = temporaryData();
  const { metrics } = data;
  writeBuckets(metrics, [bucket({ at: START + 5 })]);
  sum(metrics, START + 60);
  writeBuckets(metrics, [bucket({ at: START + 65 }), bucket({ at: START + 4 * HOUR })]);
  const late = START + 5 * HOUR;
  while (pruneCounts(metrics, late * 1000, 10));
  sum(metrics, late);
  assert.deepEqual(
    rows(metrics, 'request_hours').map(({ at, requests }) => [at, requests]),
    [
      [START, 2],
      [START + 4 * HOUR, 1],
    ],
  );
});

test('seconds go when their time is over and they are summed for good, in bounded steps', () => {
  using data = temporaryData();
  const { metrics } = data;
  writeBuckets(
    metrics,
    Array.from({ length: 25 }, (_, index) => bucket({ at: START + index })),
  );
  const now = START + SECONDS_KEPT + HOUR;
  assert.equal(pruneCounts(metrics, now * 1000, 10), false);
  assert.equal(rows(metrics, 'request_buckets').length, 25);
  sum(metrics, now);
  const after = () => rows(metrics, 'request_buckets').length;
  assert.equal(pruneCounts(metrics, now * 1000, 10), true);
  assert.equal(after(), 15);
  while (pruneCounts(metrics, now * 1000, 10));
  assert.equal(after(), 0);
  assert.equal(rows(metrics, 'request_minutes')[0]?.requests, 25);
  sum(metrics, now + 60);
  assert.equal(rows(metrics, 'request_minutes')[0]?.requests, 25);
  assert.equal(summedBefore(metrics, 'minutes'), now + 60);
});

test('minutes and hours go after their own time', () => {
  using data = temporaryData();
  const { metrics } = data;
  writeBuckets(metrics, [bucket({ at: START })]);
  sum(metrics, START + HOUR);
  for (const [days, minutes, hours] of [
    [6, 1, 1],
    [8, 0, 1],
    [91, 0, 0],
  ] as const) {
    const now = START + days * 24 * HOUR;
    sum(metrics, now);
    while (pruneCounts(metrics, now * 1000, 10));
    assert.equal(rows(metrics, 'request_minutes').length, minutes, `${days} days`);
    assert.equal(rows(metrics, 'request_hours').length, hours, `${days} days`);
  }
});
