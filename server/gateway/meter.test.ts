import assert from 'node:assert/strict';
import { test } from 'node:test';
import { latencyQuantileMs } from '#server/domain/latency.ts';
import { ANSWER_BROKEN, VISITOR_LEFT } from '#server/domain/status-class.ts';
import { KEPT_SECONDS, Meter } from '#server/gateway/meter.ts';
import { countOne } from '#server/gateway/test-meter.ts';

/** A meter whose clock stands at `at.now` (epoch ms). */
function meterAt(nowMs: number) {
  const at = { now: nowMs };
  return { at, meter: new Meter('worker', () => at.now) };
}

test('each request ends in one class, and bytes, errors and latency add up', () => {
  const { meter } = meterAt(10_000);
  const counter = meter.counterOf('s', 'v');
  for (const status of [101, 200, 204, 302, 404, 500, 503, VISITOR_LEFT, ANSWER_BROKEN]) {
    counter.started();
    counter.finished(status, 10, 100, 1_000);
  }
  const [bucket] = meter.buckets();
  const { latency, ...counts } = bucket ?? {};
  assert.deepEqual(counts, {
    ...{ workerId: 'worker', serviceId: 's', versionId: 'v', at: 10, requests: 9, errors: 3, left: 1 },
    ...{ status1xx: 1, status2xx: 2, status3xx: 1, status4xx: 1, status5xx: 2, broken: 1 },
    ...{ bytesIn: 900, bytesOut: 9_000, peakInFlight: 1, coldStarts: {} },
  });
  const median = latencyQuantileMs(latency ?? {}, 0.5) ?? 0;
  assert.ok(median >= 10 && median < 12, `${median} ms`);
});

test('a request belongs to the second in which it ends, also without anybody reading in between', () => {
  const { at, meter } = meterAt(10_999);
  const counter = meter.counterOf('s', 'v');
  counter.started();
  counter.started();
  counter.finished(200, 1, 0, 0);
  at.now = 11_000;
  counter.finished(200, 1, 0, 0);
  assert.deepEqual(
    meter.buckets().map((bucket) => [bucket.at, bucket.requests]),
    [
      [10, 1],
      [11, 1],
    ],
  );
});

test('requests in flight are told each second until they end', () => {
  const { at, meter } = meterAt(10_000);
  const counter = meter.counterOf('s', 'v');
  counter.started();
  counter.started();
  assert.equal(counter.inFlight, 2);
  at.now = 11_000;
  meter.complete();
  counter.finished(200, 1, 0, 0);
  at.now = 12_000;
  meter.complete();
  counter.finished(200, 1, 0, 0);
  at.now = 13_000;
  assert.deepEqual(
    meter.complete().map((bucket) => [bucket.at, bucket.peakInFlight, bucket.requests]),
    [
      [10, 2, 0],
      [11, 2, 1],
      [12, 1, 1],
    ],
  );
  meter.settle();
  at.now = 14_000;
  assert.deepEqual(meter.complete(), []);
});

test('a version at rest costs nothing: only what was touched is read', () => {
  const { at, meter } = meterAt(10_000);
  for (let service = 0; service < 10_000; service += 1) meter.counterOf(`s${service}`, 'v');
  meter.counterOf('s7', 'v').coldStart(400);
  at.now = 11_000;
  assert.deepEqual(
    meter
      .complete()
      .map(({ serviceId, requests, coldStarts }) => [serviceId, requests, Object.values(coldStarts)]),
    [['s7', 0, [1]]],
  );
});

test('what is stored is forgotten, and what came meanwhile is kept', () => {
  const { at, meter } = meterAt(10_000);
  countOne(meter, 's');
  at.now = 11_000;
  const { second } = meter;
  assert.equal(meter.complete().length, 1);
  countOne(meter, 's', true);
  at.now = 12_000;
  meter.settle(second);
  assert.deepEqual(
    meter.complete().map(({ at, errors }) => [at, errors]),
    [[11, 1]],
  );
});

test('seconds that cannot be stored are given up after a while, and counted', () => {
  const { at, meter } = meterAt(10_000);
  countOne(meter, 's');
  at.now += KEPT_SECONDS * 1000;
  assert.equal(meter.buckets().length, 1);
  at.now += 1000;
  assert.equal(meter.buckets().length, 0);
  assert.equal(meter.droppedBuckets, 1);
});

test('totals grow over the seconds and go with a version that is routed no more', () => {
  const { at, meter } = meterAt(10_000);
  const counter = meter.counterOf('s', 'v');
  for (let second = 10; second < 13; second += 1) {
    at.now = second * 1000;
    counter.started();
    counter.finished(200, 5, 1, 2);
  }
  counter.started();
  meter.forgetUnless(() => false);
  assert.deepEqual(
    meter.totals().map(({ inFlight, total }) => [inFlight, total.requests, total.bytesOut]),
    [[1, 3, 6]],
  );
  counter.finished(200, 5, 1, 2);
  meter.forgetUnless(() => false);
  assert.deepEqual(meter.totals(), []);
  assert.equal(
    meter.buckets().reduce((sum, bucket) => sum + bucket.requests, 0),
    4,
  );
});

test('a clock that is set back does not count into a second that is stored already', () => {
  let now = 10_000;
  const meter = new Meter('worker', () => now);
  const count = () => countOne(meter, 's');
  count();
  now = 11_500;
  assert.equal(meter.buckets().length, 1);
  meter.settle();
  now = 10_200;
  count();
  assert.deepEqual(
    meter.buckets().map(({ at, requests }) => [at, requests]),
    [[11, 1]],
  );
});
