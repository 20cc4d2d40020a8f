import assert from 'node:assert/strict';
import { test } from 'node:test';
import { daysOfMonth, monthsBefore } from '#components/usage/months.ts';

test('a month has all of its days', () => {
  assert.deepEqual(daysOfMonth('2028-02'), { from: '2028-02-01', to: '2028-02-29' });
  assert.deepEqual(daysOfMonth('2026-12'), { from: '2026-12-01', to: '2026-12-31' });
});

test('the months before this one go back over the new year', () => {
  assert.deepEqual(monthsBefore('2026-02', 4), ['2026-02', '2026-01', '2025-12', '2025-11']);
});
