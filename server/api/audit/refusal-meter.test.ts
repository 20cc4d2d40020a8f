import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OTHERS, RefusalMeter, WINDOW_MS } from '#server/api/audit/refusal-meter.ts';

test('of each only so many a minute are written down, and the others are counted once the minute is over', () => {
  const meter = new RefusalMeter({ each: 3, all: 100 });
  const admitted = Array.from({ length: 50 }, (_, i) => meter.admit('10.0.0.1', i)).filter(Boolean);
  assert.equal(admitted.length, 3);
  assert.equal(meter.admit('10.0.0.2', 50), true);
  assert.deepEqual(meter.takeMissed(WINDOW_MS - 1), []);
  assert.deepEqual(meter.takeMissed(WINDOW_MS), [{ key: '10.0.0.1', count: 47, fromMs: 0 }]);
  assert.deepEqual(meter.takeMissed(WINDOW_MS), []);
  assert.equal(meter.admit('10.0.0.1', WINDOW_MS), true);
});

test('a thousand addresses get no further than all together may, and share one number', () => {
  const meter = new RefusalMeter({ each: 3, all: 20 });
  const admitted = Array.from({ length: 1000 }, (_, i) => meter.admit(`a${i}`, 0)).filter(Boolean);
  assert.equal(admitted.length, 20);
  assert.deepEqual(meter.takeMissed(WINDOW_MS), [{ key: OTHERS, count: 980, fromMs: 0 }]);
});

test('a clock that is set back begins a new minute', () => {
  const meter = new RefusalMeter({ each: 1, all: 20 });
  assert.equal(meter.admit('a', 1_000_000), true);
  assert.equal(meter.admit('a', 5), true);
});
