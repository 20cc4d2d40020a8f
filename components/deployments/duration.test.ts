import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationOf } from '#components/deployments/duration.ts';

test('below a minute tenths of a second count, while it runs only whole ones', () => {
  assert.deepEqual(durationOf(249), { key: 'seconds', values: { seconds: '0.2' } });
  assert.deepEqual(durationOf(7), { key: 'seconds', values: { seconds: '<0.1' } });
  assert.deepEqual(durationOf(59_999), { key: 'seconds', values: { seconds: '59.9' } });
  assert.deepEqual(durationOf(46_900, true), { key: 'seconds', values: { seconds: '46' } });
});

test('longer ones are told in two units', () => {
  assert.deepEqual(durationOf(60_000), { key: 'minutes', values: { minutes: 1, seconds: 0 } });
  assert.deepEqual(durationOf(158_900), { key: 'minutes', values: { minutes: 2, seconds: 38 } });
  assert.deepEqual(durationOf(3_599_999), { key: 'minutes', values: { minutes: 59, seconds: 59 } });
  assert.deepEqual(durationOf(3_780_000), { key: 'hours', values: { hours: 1, minutes: 3 } });
  assert.deepEqual(durationOf(86_399_999), { key: 'hours', values: { hours: 23, minutes: 59 } });
  assert.deepEqual(durationOf(93_600_000), { key: 'days', values: { days: 1, hours: 2 } });
});

test('a clock that went back gives nothing below zero', () => {
  assert.deepEqual(durationOf(-500), { key: 'seconds', values: { seconds: '<0.1' } });
});
