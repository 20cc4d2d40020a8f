import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bucket, isFull, takeFrom } from '#server/domain/token-bucket.ts';

const ALLOWANCE = { burst: 10, perMinute: 60 };

for (const [promise, before, cost, now, left, waitMs] of [
  ['a new one is full', undefined, 1, 0, 9, 0],
  ['many at once cost as much', undefined, 10, 0, 0, 0],
  ['nothing left: a second brings one', { left: 0, at: 0 }, 1, 0, 0, 1000],
  ['what is lacking is waited for, not more', { left: 0.5, at: 0 }, 1, 0, 0.5, 500],
  ['time fills it', { left: 0, at: 0 }, 1, 3_000, 2, 0],
  ['no fuller than full', { left: 9, at: 0 }, 1, 3_600_000, 9, 0],
  ['a clock that went back fills nothing', { left: 2, at: 5_000 }, 1, 0, 1, 0],
  ['more than there can ever be takes all, and is owed', { left: 10, at: 0 }, 25, 0, -15, 0],
  ['what is owed is waited for', { left: -15, at: 0 }, 1, 0, -15, 16_000],
] as const) {
  test(`a bucket of ten, one a second: ${promise}`, () => {
    assert.deepEqual(takeFrom(before, ALLOWANCE, cost, now), { bucket: { left, at: now }, waitMs });
  });
}

test('after the wait that was told, it is given', () => {
  let bucket: Bucket | undefined;
  let now = 0;
  for (let asked = 0; asked < 100; asked += 1) {
    const first = takeFrom(bucket, ALLOWANCE, 3, now);
    now += Math.ceil(first.waitMs);
    const second = first.waitMs > 0 ? takeFrom(first.bucket, ALLOWANCE, 3, now) : first;
    assert.equal(second.waitMs, 0);
    bucket = second.bucket;
  }
  assert.ok(now >= ((300 - ALLOWANCE.burst) / ALLOWANCE.perMinute) * 60_000);
});

test('a bucket is forgotten once it is as good as new', () => {
  assert.equal(isFull({ left: 9, at: 0 }, ALLOWANCE, 999), false);
  assert.equal(isFull({ left: 9, at: 0 }, ALLOWANCE, 1_000), true);
});
