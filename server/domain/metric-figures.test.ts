import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  bucketEdgeMs,
  latencyMeanMs,
  latencyQuantileMs,
  latencyQuantilesMs,
} from '#server/domain/latency.ts';
import {
  addCounts,
  addUsage,
  noCounts,
  noUsage,
  requestFigures,
  usageFigures,
} from '#server/domain/metric-figures.ts';

const ROW = {
  at: 60,
  requests: 10,
  errors4xx: 2,
  errors5xx: 1,
  bytesOut: 500,
  latency: { 20: 10 },
  inFlight: 3,
};

test('without a gateway nothing is known, and with one no request is zero', () => {
  assert.equal(requestFigures(undefined, 0, 60), undefined);
  const idle = requestFigures(undefined, 60, 60) ?? assert.fail();
  assert.equal(idle.qps, 0);
  assert.equal(idle.p95Ms, null);
  assert.equal(idle.errorPercent, null);
});

test('what was counted is told even where no gateway is known to have run', () => {
  const counts = noCounts();
  addCounts(counts, ROW);
  assert.equal(requestFigures(counts, 0, 60)?.qps, 10 / 60);
});

test('requests in flight add up at one time and not over times', () => {
  const counts = noCounts();
  for (const [at, inFlight] of [
    [60, 3],
    [60, 2],
    [120, 4],
  ] as const)
    addCounts(counts, { ...ROW, at, inFlight });
  const figures = requestFigures(counts, 60, 60) ?? assert.fail();
  assert.equal(figures.inFlight, 5);
  assert.equal(figures.errors, 9);
  assert.equal(figures.errorPercent, 10);
});

test('several quantiles at once are those that one at a time gives', () => {
  const histogram = { 3: 5, 20: 70, 21: 20, 86: 5 };
  const counts = noCounts();
  addCounts(counts, { ...ROW, latency: histogram });
  const quantiles = [0.01, 0.5, 0.9, 0.95, 0.99, 1];
  assert.deepEqual(
    latencyQuantilesMs(counts.latency, quantiles),
    quantiles.map((quantile) => latencyQuantileMs(histogram, quantile)),
  );
  assert.deepEqual(latencyQuantilesMs([], [0.5]), [undefined]);
});

test('the average lies within the bucket of requests that took alike', () => {
  const counts = noCounts();
  addCounts(counts, ROW);
  const mean = latencyMeanMs(counts.latency) ?? assert.fail();
  assert.ok(mean > bucketEdgeMs(19) && mean < bucketEdgeMs(20));
});

test('instances that ran one after the other do not use both at once', () => {
  const usage = noUsage();
  addUsage(usage, { at: 0, samples: 12, cpuCores: 1, memoryBytes: 100 });
  addUsage(usage, { at: 60, samples: 12, cpuCores: 1, memoryBytes: 100 });
  assert.deepEqual(usageFigures(usage), { cpuCores: 1, memoryBytes: 100 });
});

test('instances side by side use what both use, one that came late its part', () => {
  const usage = noUsage();
  addUsage(usage, { at: 0, samples: 12, cpuCores: 1, memoryBytes: 100 });
  addUsage(usage, { at: 0, samples: 6, cpuCores: 1, memoryBytes: 100 });
  assert.deepEqual(usageFigures(usage), { cpuCores: 1.5, memoryBytes: 150 });
});
