import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roughDuration } from '#components/traffic/duration-since.ts';

test('a duration is told in its two largest units', () => {
  const minute = 60_000;
  assert.deepEqual(roughDuration(59_999), { key: 'durationMoment', values: {} });
  assert.deepEqual(roughDuration(12 * minute), { key: 'durationMinutes', values: { minutes: 12 } });
  assert.deepEqual(roughDuration(129 * minute), { key: 'durationHours', values: { hours: 2, minutes: 9 } });
  assert.deepEqual(roughDuration(50 * 60 * minute), { key: 'durationDays', values: { days: 2, hours: 2 } });
});
