import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rollBackTargets } from '#components/traffic/roll-back-targets.ts';

function version(number: number, percent: number, canServe = true) {
  return { number, hasTraffic: percent > 0, canServe };
}

test('only versions older than the newest live one are offered, newest first (S3-39)', () => {
  const versions = [version(5, 0), version(4, 20), version(3, 80), version(2, 0), version(1, 0)];
  assert.deepEqual(
    rollBackTargets(versions).map(({ number }) => number),
    [3, 2, 1],
  );
});

test('a version that never succeeded is not offered', () => {
  assert.deepEqual(rollBackTargets([version(2, 100), version(1, 0, false)]), []);
});

test('without traffic there is nothing to go back from', () => {
  assert.deepEqual(rollBackTargets([version(2, 0), version(1, 0)]), []);
});
