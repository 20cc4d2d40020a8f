import assert from 'node:assert/strict';
import { test } from 'node:test';
import { computeUnits, coveredSeconds, runningIn } from '#server/domain/running-time.ts';

const SAMPLING = { from: 0, to: 150, stepSeconds: 60 };
const SMALL = { cpu: 0.5, memoryGb: 1 };

test('a CU is a core with 2 GB, and the scarcer of the two counts', () => {
  assert.equal(computeUnits({ cpu: 1, memoryGb: 2 }), 1);
  assert.equal(computeUnits({ cpu: 2, memoryGb: 1 }), 2);
  assert.equal(computeUnits({ cpu: 0.25, memoryGb: 4 }), 2);
});

test('instances are the most at one time, CU the average of each point', () => {
  const running = runningIn(SAMPLING, [
    { ...SMALL, from: 30, to: 75 },
    { ...SMALL, from: 60, to: 1000 },
    { ...SMALL, from: 75, to: 90 },
  ]);
  assert.deepEqual(running.instances, [1, 2, 1]);
  assert.deepEqual(running.cu, [0.25, 0.75, 0.5]);
});

test('workers that ran side by side cover a second once', () => {
  const covered = coveredSeconds(SAMPLING, [
    { from: -50, to: 20 },
    { from: 10, to: 30 },
    { from: 130, to: 500 },
  ]);
  assert.deepEqual(covered, [30, 0, 20]);
});
