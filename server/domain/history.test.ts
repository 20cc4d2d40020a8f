import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historyOf, type Success } from '#server/domain/history.ts';

function success(snapshotNumber: number, fromSnapshotNumber: number | null, finishedAt: number): Success {
  return { snapshotNumber, fromSnapshotNumber, finishedAt, createdBy: `user-${finishedAt}` };
}

const FIRST = success(1, null, 10);

test('what never came live has no history', () => {
  assert.deepEqual(historyOf([]), []);
});

test('S2-17: every configuration that served is there, newest first, with how long it served', () => {
  const [newest, oldest] = historyOf([FIRST, success(3, 1, 30)]);
  assert.deepEqual(newest, {
    number: 3,
    beforeNumber: 1,
    liveAt: 30,
    deployedBy: 'user-30',
    liveUntil: null,
  });
  assert.deepEqual(oldest, {
    number: 1,
    beforeNumber: null,
    liveAt: 10,
    deployedBy: 'user-10',
    liveUntil: 30,
  });
});

test('a rollback makes no entry: it dates the one it goes back to, whose origin stays', () => {
  const history = historyOf([FIRST, success(2, 1, 20), success(1, 2, 30), success(2, 1, 40)]);
  assert.deepEqual(
    history.map(({ number, beforeNumber, liveAt, liveUntil }) => [number, beforeNumber, liveAt, liveUntil]),
    [
      [2, 1, 40, null],
      [1, null, 30, 40],
    ],
  );
});
