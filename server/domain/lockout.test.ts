import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  ACCOUNT_RULE,
  ADDRESS_RULE,
  afterFailure,
  type Failures,
  type LockoutRule,
  waitMs,
  withoutFailure,
} from '#server/domain/lockout.ts';

const SECOND = 1_000;

/** The wait after each of `count` failures, where everybody tries again as soon as it is allowed. */
function waitsOf(rule: LockoutRule, count: number): number[] {
  let failures: Failures | undefined;
  let now = 1_000_000;
  return Array.from({ length: count }, () => {
    failures = afterFailure(rule, failures, now);
    const wait = waitMs(failures, now);
    now += wait;
    return wait / SECOND;
  });
}

for (const [who, rule, free] of [
  ['an account', ACCOUNT_RULE, 4],
  ['an address', ADDRESS_RULE, 19],
] as const) {
  test(`the failures of ${who} cost nothing ${free} times, then 30 s, doubling to 15 min`, () => {
    const waits = waitsOf(rule, free + 8);
    assert.deepEqual(waits.slice(0, free), Array(free).fill(0));
    assert.deepEqual(waits.slice(free), [30, 60, 120, 240, 480, 900, 900, 900]);
  });
}

test('after a day without a failure it begins anew', () => {
  const now = 1_000_000;
  const failures = { count: 50, lastAt: now, lockedUntil: now + 900_000 };
  const next = now + ACCOUNT_RULE.forgottenAfterMs;
  assert.deepEqual(afterFailure(ACCOUNT_RULE, failures, next), { count: 1, lastAt: next, lockedUntil: 0 });
  assert.equal(afterFailure(ACCOUNT_RULE, failures, next - 1).count, 51);
});

test('in a day nobody gets more than 105 tries at an account, whenever they are made', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 * 60_000 }), { maxLength: 400 }), (pauses) => {
      let failures: Failures | undefined;
      let now = 1_000_000;
      let tries = 0;
      for (const pause of pauses) {
        now += pause;
        if (now > 1_000_000 + 24 * 3600_000) break;
        if (waitMs(failures, now) > 0) continue;
        tries++;
        failures = afterFailure(ACCOUNT_RULE, failures, now);
      }
      return tries <= 105;
    }),
  );
});

test('the wait never gets shorter by failing, and never longer than the longest', () => {
  const failuresOf = fc.record({
    count: fc.nat({ max: 1e9 }),
    lastAt: fc.constant(5_000_000),
    lockedUntil: fc.integer({ min: 0, max: 5_000_000 }),
  });
  fc.assert(
    fc.property(failuresOf, fc.nat({ max: 3600_000 }), (failures, laterMs) => {
      const now = 5_000_000 + laterMs;
      const once = afterFailure(ACCOUNT_RULE, failures, now);
      const twice = afterFailure(ACCOUNT_RULE, once, now);
      const [first, second] = [waitMs(once, now), waitMs(twice, now)];
      return first <= second && second <= ACCOUNT_RULE.longestWaitMs;
    }),
  );
});

test('a try that was right takes back what it was counted for, and no other one’s lock', () => {
  const before = { count: 20, lastAt: 1, lockedUntil: 0 };
  const counted = afterFailure(ADDRESS_RULE, before, 1_000);
  assert.deepEqual(withoutFailure(counted, counted), { count: 20, lastAt: 1_000, lockedUntil: 0 });
  const later = afterFailure(ADDRESS_RULE, counted, 2_000);
  assert.deepEqual(withoutFailure(later, counted), {
    count: 21,
    lastAt: 2_000,
    lockedUntil: later.lockedUntil,
  });
});
