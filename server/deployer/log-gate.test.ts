import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogGate } from '#server/deployer/log-gate.ts';

const KIBIBYTE = 1024;

/** Prints lines of 1 KiB at a rate for some seconds; gives how many came through, and what marks told. */
function print(gate: LogGate, perSecond: number, seconds: number, isPressed = false) {
  let [admitted, dropped, marks] = [0, 0, 0];
  for (let line = 0; line < perSecond * seconds; line += 1) {
    const answer = gate.admit(KIBIBYTE, (line * 1_000) / perSecond, isPressed);
    admitted += answer.isAdmitted ? 1 : 0;
    dropped += answer.dropped;
    marks += answer.dropped > 0 ? 1 : 0;
  }
  return { admitted, dropped: dropped + gate.takeDropped(seconds * 1_000), marks };
}

test('a flood is cut to what one instance may print, and every dropped line is counted', () => {
  const { admitted, dropped, marks } = print(new LogGate(), 50_000, 60);
  assert.equal(admitted + dropped, 50_000 * 60);
  // 8 MiB at once and 1 MiB a second.
  assert.ok(admitted > 60_000 && admitted < 8 * KIBIBYTE + 61 * KIBIBYTE, String(admitted));
  assert.ok(marks < 200, `${marks} marks`);
});

test('who prints little loses nothing, also while others are too much', () => {
  assert.deepEqual(print(new LogGate(), 500, 30, true), { admitted: 15_000, dropped: 0, marks: 0 });
});

test('lines lost on the way are told with the next line', () => {
  const gate = new LogGate();
  gate.miss(7);
  assert.deepEqual(gate.admit(10, 0, false), { isAdmitted: true, dropped: 7 });
  assert.deepEqual(gate.admit(10, 1, false), { isAdmitted: true, dropped: 0 });
});

test('what was dropped last is told of, though nothing is printed after it', () => {
  const gate = new LogGate();
  while (gate.admit(1_024 * KIBIBYTE, 0, false).isAdmitted);
  gate.takeDropped(0);
  gate.admit(1_024 * KIBIBYTE, 10, false);
  assert.equal(gate.takeLast(500), 0);
  assert.equal(gate.takeLast(1_100), 1);
  assert.equal(gate.takeLast(5_000), 0);
});
