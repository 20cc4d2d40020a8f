import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endingOf } from '#server/domain/instance-ending.ts';
import { restartCounts } from '#server/domain/restart-count.ts';
import { stopReason } from '#server/domain/stop-reason.ts';

const GONE = {
  state: 'exited',
  startedAt: 1,
  exitCode: null,
  isOutOfMemory: false,
  stopReason: null,
} as const;

test('how an instance ended is told from its row: memory before its code, and why it was sent away', () => {
  assert.equal(endingOf({ ...GONE, exitCode: 137, isOutOfMemory: true }), 'out-of-memory');
  assert.equal(endingOf({ ...GONE, exitCode: 0 }), 'exited');
  assert.equal(endingOf(GONE), 'vanished');
  assert.equal(endingOf({ ...GONE, startedAt: null }), 'not-started');
  assert.equal(endingOf({ ...GONE, state: 'removed', stopReason: 'update' }), 'update');
  assert.equal(endingOf({ ...GONE, state: 'draining', stopReason: 'scaled-in' }), 'scaled-in');
  assert.equal(endingOf({ ...GONE, stopReason: 'unhealthy' }), 'unhealthy');
  assert.equal(endingOf({ ...GONE, state: 'removed' }), 'stopped');
  assert.equal(endingOf({ ...GONE, state: 'ready' }), null);
});

const SENT = {
  instance: { snapshotNumber: 2, readyAt: 5 },
  version: { snapshotNumber: 2, hasSucceeded: true },
  wanted: 1,
  reason: null,
  isLate: false,
} as const;

test('why an instance is sent away follows from what its version is in', () => {
  assert.equal(stopReason({ ...SENT, version: undefined, wanted: 0 }), 'deleted');
  assert.equal(
    stopReason({ ...SENT, version: { snapshotNumber: 2, hasSucceeded: false }, wanted: 0 }),
    'deployment-ended',
  );
  assert.equal(
    stopReason({ ...SENT, instance: { snapshotNumber: 1, readyAt: 5 }, reason: 'manual' }),
    'update',
  );
  assert.equal(
    stopReason({ ...SENT, instance: { snapshotNumber: 2, readyAt: null }, isLate: true }),
    'not-ready',
  );
  assert.equal(stopReason({ ...SENT, reason: 'manual' }), 'manual');
  assert.equal(stopReason({ ...SENT, reason: 'cpu' }), 'scaled-in');
  assert.equal(stopReason({ ...SENT, wanted: 0, reason: 'idle' }), 'idle');
  assert.equal(stopReason({ ...SENT, wanted: 0 }), 'offline');
});

const PLACED = {
  state: 'exited',
  snapshotNumber: 1,
  createdAt: 0,
  stoppedAt: null,
  stopReason: null,
} as const;

test('an instance that replaces one that ended by itself counts its restarts on', () => {
  const counts = restartCounts([
    { ...PLACED, id: 'a', stoppedAt: 10 },
    { ...PLACED, id: 'other', state: 'ready' },
    { ...PLACED, id: 'b', createdAt: 11, stoppedAt: 20 },
    { ...PLACED, id: 'c', createdAt: 21, state: 'ready' },
    { ...PLACED, id: 'extra', createdAt: 22, state: 'ready' },
  ]);
  assert.deepEqual(Object.fromEntries(counts), { a: 0, other: 0, b: 1, c: 2, extra: 0 });
});

test('who comes after one that was sent away, of another snapshot, or long after, restarts nothing', () => {
  const after = { ...PLACED, state: 'ready', createdAt: 100 } as const;
  const counted = (former: object, next: object = {}) =>
    restartCounts([
      { ...PLACED, id: 'former', stoppedAt: 50, ...former },
      { ...after, id: 'next', ...next },
    ]).get('next');
  assert.equal(counted({}), 1);
  assert.equal(counted({ state: 'removed', stopReason: 'not-ready' }), 1);
  assert.equal(counted({ state: 'removed', stopReason: 'scaled-in' }), 0);
  assert.equal(counted({}, { snapshotNumber: 2 }), 0);
  assert.equal(counted({}, { createdAt: 3_600_000 }), 0);
});
