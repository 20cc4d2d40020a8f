import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  commonMaximum,
  differenceTo,
  errorText,
  NO_REQUESTS,
  p95Text,
  rateText,
  verdictOf,
} from '#components/traffic/live-figures.ts';

const base = { requests: 4080, requestsPerSecond: 136.1, errorPercent: 0.014, p95Ms: 92.2 };
const newest = { requests: 1020, requestsPerSecond: 34, errorPercent: 0.019, p95Ms: 83.6 };

test('figures keep their decimals, so that columns do not move', () => {
  assert.deepEqual([rateText(newest), errorText(newest), p95Text(newest)], ['34.0', '0.02%', '84 ms']);
});

test('a version without requests has a rate of 0.0 and no error rate or latency', () => {
  assert.deepEqual([rateText(NO_REQUESTS), errorText(NO_REQUESTS), p95Text(NO_REQUESTS)], ['0.0', '-', '-']);
});

test('a difference is that of the figures as they are shown', () => {
  assert.deepEqual(differenceTo(base, newest), { errorPoints: 0.01, p95Ms: -8 });
});

test('with too few requests nothing is compared', () => {
  assert.equal(differenceTo(base, { ...newest, requests: 29 }), undefined);
  assert.deepEqual(verdictOf([base, { ...newest, requests: 29 }]), { kind: 'few', requests: 29 });
});

test('the newest version is compared with the oldest', () => {
  const middle = { ...base, p95Ms: 500 };
  assert.deepEqual(verdictOf([base, middle, newest]), {
    kind: 'compared',
    difference: { errorPoints: 0.01, p95Ms: -8 },
  });
});

test('one version alone is reported as it is, and silence as silence', () => {
  assert.deepEqual(verdictOf([base]), { kind: 'alone', figures: base });
  assert.deepEqual(verdictOf([NO_REQUESTS, NO_REQUESTS]), { kind: 'idle' });
  assert.deepEqual(verdictOf([]), { kind: 'idle' });
});

test('lines that are compared share one scale', () => {
  assert.equal(commonMaximum([[3, 12.5], [], [7]]), 12.5);
  assert.equal(commonMaximum([[0, 0]]), 1);
});
