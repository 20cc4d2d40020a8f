import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countDays, daysOf, monthsOf, rangeOf } from '#server/domain/usage-periods.ts';

const HOUR = 3_600_000;

test('days begin at midnight of the time zone and join without a gap', () => {
  const calendar = { from: '2026-02-27', to: '2026-03-02', timeZone: 'Asia/Shanghai' };
  const days = daysOf(calendar);
  assert.deepEqual(
    days.map(({ name }) => name),
    ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02'],
  );
  assert.equal(days[0]?.range.from, Date.parse('2026-02-27T00:00:00+08:00'));
  for (const [index, { range }] of days.entries()) {
    if (index > 0) assert.equal(range.from, days[index - 1]?.range.to);
  }
  assert.deepEqual(rangeOf(calendar), { from: days[0]?.range.from, to: days.at(-1)?.range.to });
});

test('a day of 23 or 25 hours is one day', () => {
  const lengths = daysOf({ from: '2026-03-28', to: '2026-03-30', timeZone: 'Europe/Berlin' }).map(
    ({ range }) => (range.to - range.from) / HOUR,
  );
  assert.deepEqual(lengths, [24, 23, 24]);
  const [long] = daysOf({ from: '2026-10-25', to: '2026-10-25', timeZone: 'Europe/Berlin' });
  assert.equal(((long?.range.to ?? 0) - (long?.range.from ?? 0)) / HOUR, 25);
});

test('months have what of them lies between the two days', () => {
  const months = monthsOf({ from: '2026-01-31', to: '2026-03-01', timeZone: 'UTC' });
  assert.deepEqual(
    months.map(({ name, range }) => [name, (range.to - range.from) / (24 * HOUR)]),
    [
      ['2026-01', 1],
      ['2026-02', 28],
      ['2026-03', 1],
    ],
  );
  assert.equal(countDays({ from: '2026-01-02', to: '2026-01-01' }), 0);
});
