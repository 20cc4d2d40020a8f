import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EndFacts,
  endOfUsage,
  secondsIn,
  type UsageSpan,
  usageBy,
  usageIn,
} from '#server/domain/usage.ts';

const MINUTE = 60_000;
/** An instance of 1 core and 1 GB. */
const span = (startedAt: number, endedAt: number | null): UsageSpan => ({
  cpu: 1,
  memoryGb: 1,
  startedAt,
  endedAt,
});

test('低成本: 5 minutes of deploying and 30 of waiting for visitors are 35 核×分钟 and 35 GiB×分钟 (S3-59)', () => {
  const deployedAt = 1_000 * MINUTE;
  const lifetimes = [span(deployedAt, deployedAt + 35 * MINUTE)];
  const day = { from: 0, to: 10_000 * MINUTE };
  const usage = { cpuMinutes: 35, memoryGbMinutes: 35, count: 1 };
  assert.deepEqual(usageIn(lifetimes, day, deployedAt + 35 * MINUTE), usage);
  assert.deepEqual(usageIn(lifetimes, day, deployedAt + 900 * MINUTE), usage);
});

test('高可用: 10 instances, 5 minutes of deploying are 50 and 50, and 10 more with every minute (S3-60)', () => {
  const deployedAt = 1_000 * MINUTE;
  const lifetimes = Array.from({ length: 10 }, () => span(deployedAt, null));
  const after = (minutes: number) =>
    usageIn(lifetimes, { from: 0, to: 10_000 * MINUTE }, deployedAt + minutes * MINUTE);
  assert.deepEqual(after(5), { cpuMinutes: 50, memoryGbMinutes: 50, count: 10 });
  assert.deepEqual(after(6), { cpuMinutes: 60, memoryGbMinutes: 60, count: 10 });
  assert.deepEqual(after(605), { cpuMinutes: 6_050, memoryGbMinutes: 6_050, count: 10 });
});

/** Repeatable chance. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

test('the parts of a range add up to the whole, wherever it is cut', () => {
  const below = numbers(7);
  for (let round = 0; round < 300; round += 1) {
    const spans = Array.from({ length: 6 }, () => {
      const startedAt = below(900_000);
      const endedAt = below(3) === 0 ? null : startedAt + below(400_000);
      return { cpu: [0.25, 0.5, 2][below(3)] ?? 1, memoryGb: below(8) / 2, startedAt, endedAt };
    });
    const from = below(500_000);
    const to = from + below(900_000);
    const cut = from + below(to - from + 1);
    const now = below(1_200_000);
    for (const one of spans) {
      const whole = secondsIn(one, { from, to }, now);
      assert.equal(secondsIn(one, { from, to: cut }, now) + secondsIn(one, { from: cut, to }, now), whole);
      assert.ok(whole >= 0 && whole <= Math.ceil((to - from) / 1000));
    }
    const all = usageIn(spans, { from, to }, now);
    const byKey = usageBy(spans, ({ cpu }) => String(cpu), { from, to }, now);
    const sum = [...byKey.values()].reduce((total, { cpuMinutes }) => total + cpuMinutes, 0);
    assert.ok(Math.abs(sum - all.cpuMinutes) < 1e-9);
  }
});

test('what is still there counts until now, what is outside of the range does not count', () => {
  const range = { from: 10_000, to: 20_000 };
  assert.equal(secondsIn(span(5_000, null), range, 13_000), 3);
  assert.equal(secondsIn(span(5_000, null), range, 90_000), 10);
  assert.equal(secondsIn(span(0, 10_000), range, 90_000), 0);
  assert.equal(secondsIn(span(20_000, null), range, 90_000), 0);
  assert.equal(secondsIn(span(15_000, null), range, 12_000), 0);
  assert.deepEqual(usageIn([span(0, 10_000), span(20_000, null)], range, 90_000), {
    cpuMinutes: 0,
    memoryGbMinutes: 0,
    count: 0,
  });
});

const UNSEEN: EndFacts = {
  createdAt: 1_000,
  startedAt: 2_000,
  readyAt: 3_000,
  drainingAt: null,
  removedAt: null,
  finishedAt: null,
  sampledAt: 8_000,
};

test('an instance counts until our call or the engine ended it, else until it was last seen', () => {
  const now = 90_000;
  assert.equal(endOfUsage({ ...UNSEEN, removedAt: 50_000, finishedAt: 40_000 }, now), 50_000);
  assert.equal(endOfUsage({ ...UNSEEN, finishedAt: 40_000 }, now), 40_000);
  assert.equal(endOfUsage(UNSEEN, now), 8_000);
  assert.equal(endOfUsage({ ...UNSEEN, sampledAt: null }, now), 3_000);
});

test('a start that failed counts what it took, and no clock makes an end before the start or after now', () => {
  const never = { ...UNSEEN, startedAt: null, readyAt: null, sampledAt: null };
  assert.equal(endOfUsage(never, 90_000), 90_000);
  assert.equal(endOfUsage({ ...UNSEEN, finishedAt: 5 }, 90_000), 1_000);
  assert.equal(endOfUsage({ ...UNSEEN, finishedAt: 500_000 }, 90_000), 90_000);
});
