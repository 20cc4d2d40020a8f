import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  countPoints,
  type MetricRange,
  partsOf,
  pointSeconds,
  samplingOf,
} from '#server/domain/metric-sampling.ts';
import { DAY, HOUR, MINUTE } from '#server/domain/metric-spans.ts';

/** 2026-11-21 10:30:20 UTC. */
const NOW = Date.UTC(2026, 10, 21, 10, 30, 20) / 1000;

test('an hour has a point a minute, a day one in five, a week one an hour, a month one a day', () => {
  const steps = (['1h', '1d', '7d', '30d'] as MetricRange[]).map((last) => {
    const sampling = samplingOf({ last }, NOW, 0);
    return [last, sampling.stepSeconds, countPoints(sampling)];
  });
  assert.deepEqual(steps, [
    ['1h', MINUTE, 61],
    ['1d', 5 * MINUTE, 289],
    ['7d', HOUR, 169],
    ['30d', DAY, 31],
  ]);
});

test('days begin at midnight where the reader is', () => {
  const shanghai = samplingOf({ last: '30d' }, NOW, 8 * HOUR);
  assert.equal(new Date(shanghai.from * 1000).toISOString(), '2026-10-21T16:00:00.000Z');
});

test('five minutes are the shortest range, and nothing is in the future', () => {
  const { from, to } = samplingOf({ from: NOW - 10, to: NOW + HOUR }, NOW, 0);
  assert.equal(to, NOW);
  assert.equal(from, NOW - 20 - 5 * MINUTE);
});

test('where minutes are kept no more, a day is told by the hour', () => {
  const day = { from: NOW - 20 * DAY, to: NOW - 19 * DAY };
  assert.equal(samplingOf(day, NOW, 0).stepSeconds, HOUR);
});

test('a point that has hardly begun is left out, and one that has begun is short', () => {
  const begun = samplingOf({ last: '1h' }, NOW, 0);
  assert.equal(pointSeconds(begun, countPoints(begun) - 1), 20);
  const hardly = samplingOf({ last: '1h' }, NOW - 17, 0);
  assert.equal(pointSeconds(hardly, countPoints(hardly) - 1), MINUTE);
});

test('tables answer without gap and overlap, and hours only for points of an hour', () => {
  const ago = fc.integer({ min: 0, max: 40 * DAY });
  fc.assert(
    fc.property(fc.constantFrom<MetricRange>('1h', '1d', '7d', '30d'), ago, ago, (last, minutes, hours) => {
      const sampling = samplingOf({ last }, NOW, 0);
      const parts = partsOf(sampling, { minutes: NOW - minutes, hours: NOW - hours });
      assert.equal(parts[0]?.from, sampling.from);
      assert.equal(parts.at(-1)?.to, sampling.to);
      for (const [index, part] of parts.entries()) {
        if (index > 0) assert.equal(part.from, parts[index - 1]?.to);
      }
      if (sampling.stepSeconds < HOUR) assert.ok(parts.every(({ table }) => table !== 'hours'));
    }),
  );
});
