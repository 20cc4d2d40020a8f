import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fits, freeOn, needsOf } from '#components/versions/spec-form/machine-room.ts';

const MACHINE = {
  runner: 'docker' as const,
  cpuTotal: 16,
  cpuUsed: 6.5,
  memoryTotalGb: 32,
  memoryUsedGb: 14,
  cpuMax: 8,
};

test('what is free is what is not given yet, never less than nothing', () => {
  assert.deepEqual(freeOn(MACHINE), { cpu: 9.5, memoryGb: 18 });
  assert.deepEqual(freeOn({ ...MACHINE, cpuUsed: 20 }), { cpu: 0, memoryGb: 18 });
});

test('a version needs its size for each instance that it keeps, at least for one', () => {
  assert.deepEqual(needsOf({ cpu: 0.5, memoryGb: 1, minReplicas: 0 }), { count: 1, cpu: 0.5, memoryGb: 1 });
  assert.deepEqual(needsOf({ cpu: 0.25, memoryGb: 0.5, minReplicas: 3 }), {
    count: 3,
    cpu: 0.75,
    memoryGb: 1.5,
  });
  assert.equal(needsOf({ cpu: 0.5, memoryGb: 1, minReplicas: Number.NaN }).count, 1);
});

test('it fits by sum and by the largest single instance', () => {
  assert.equal(fits({ cpu: 0.5, memoryGb: 1, minReplicas: 18 }, MACHINE), true);
  assert.equal(fits({ cpu: 0.5, memoryGb: 1, minReplicas: 19 }, MACHINE), false);
  assert.equal(fits({ cpu: 16, memoryGb: 1, minReplicas: 0 }, { ...MACHINE, cpuTotal: 64 }), false);
});
