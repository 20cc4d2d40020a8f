import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { scaleTo100 } from '#server/domain/plan/shares.ts';
import { type Share, storedShares } from '#server/domain/traffic.ts';
import { SEATS_TO_GIVE, type SeatRun, seatingOf, seatVisitors } from '#server/domain/visitor-seats.ts';

const NAMES = ['d', 'a', 'c', 'b'];

/** Often the same one twice: that is a version without any share. */
const cut = fc.oneof(fc.nat(100), fc.constantFrom(0, 30, 100));

/** Shares of up to four versions that sum to 100, in any order. */
const anyShares = fc
  .tuple(fc.array(cut, { minLength: 3, maxLength: 3 }), fc.shuffledSubarray(NAMES, { minLength: 4 }))
  .map(([cuts, names]) => {
    const edges = [0, ...cuts.sort((a, b) => a - b), 100];
    const shares = names.map((versionId, index): Share => {
      return { versionId, percent: (edges[index + 1] ?? 0) - (edges[index] ?? 0) };
    });
    return storedShares(shares);
  });

const history = fc.array(anyShares, { minLength: 1, maxLength: 8 });

function seatedAfter(steps: readonly (readonly Share[])[]): readonly SeatRun[] {
  return steps.reduce<readonly SeatRun[]>((before, shares) => seatVisitors(shares, before), []);
}

const sharesOf = (percents: Record<string, number>): Share[] =>
  Object.entries(percents).map(([versionId, percent]) => ({ versionId, percent }));

const percentIn = (shares: readonly Share[], versionId: string) =>
  shares.find((share) => share.versionId === versionId)?.percent ?? 0;

test('after any history each version has exactly as many seats as per cent, and at 0 % none', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const seating = seatingOf(seatedAfter(steps));
      assert.equal(seating.length, 100);
      const shares = steps.at(-1) ?? [];
      for (const name of NAMES) {
        assert.equal(seating.filter((owner) => owner === name).length, percentIn(shares, name));
      }
    }),
  );
});

test('visitors move only from a version that lost share to one that gained, and no more than the change', () => {
  fc.assert(
    fc.property(history, anyShares, (steps, next) => {
      const runs = seatedAfter(steps);
      const shares = steps.at(-1) ?? [];
      const before = seatingOf(runs);
      const after = seatingOf(seatVisitors(next, runs));
      const moved = after.flatMap((to, seat) =>
        to === before[seat] ? [] : [{ from: before[seat] ?? '', to }],
      );
      for (const { from, to } of moved) {
        assert.ok(percentIn(next, from) < percentIn(shares, from), `${from} lost nothing`);
        assert.ok(percentIn(next, to) > percentIn(shares, to), `${to} gained nothing`);
      }
      const gained = NAMES.map((name) => Math.max(0, percentIn(next, name) - percentIn(shares, name)));
      assert.equal(
        moved.length,
        gained.reduce((sum, gain) => sum + gain, 0),
      );
    }),
  );
});

test('the same shares move nobody, in whatever order they stand', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const runs = seatedAfter(steps);
      assert.deepEqual(seatVisitors((steps.at(-1) ?? []).toReversed(), runs), runs);
    }),
  );
});

test('a change seats the same, in whatever order the shares stand', () => {
  fc.assert(
    fc.property(history, anyShares, (steps, next) => {
      const runs = seatedAfter(steps);
      assert.deepEqual(seatVisitors(next.toReversed(), runs), seatVisitors(next, runs));
    }),
  );
});

test('of two versions everybody is back where they were once the shares are, whatever came between', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100), { minLength: 2, maxLength: 8 }), (percents) => {
      const steps = [...percents, percents[0] ?? 0].map((percent) =>
        storedShares(sharesOf({ a: 100 - percent, b: percent })),
      );
      assert.deepEqual(seatedAfter(steps), seatedAfter(steps.slice(0, 1)));
    }),
  );
});

test('a version that fails for a while finds its visitors again', () => {
  fc.assert(
    fc.property(anyShares, fc.constantFrom(...NAMES), (shares, failed) => {
      const others = scaleTo100(shares.filter(({ versionId }) => versionId !== failed));
      fc.pre(others.length > 0);
      assert.deepEqual(seatedAfter([shares, others, shares]), seatedAfter([shares]));
    }),
  );
});

test('every seat is given out once, and any few in a row leave no side of the house empty', () => {
  assert.deepEqual(
    SEATS_TO_GIVE.toSorted((a, b) => a - b),
    Array.from({ length: 100 }, (_, seat) => seat),
  );
  fc.assert(
    fc.property(fc.nat(99), fc.integer({ min: 5, max: 100 }), fc.nat(100), (start, count, percent) => {
      const given = Array.from({ length: count }, (_, place) => SEATS_TO_GIVE[(start + place) % 100] ?? 0);
      const moved = given.filter((seat) => seat < percent).length;
      assert.ok(Math.abs(moved - (count * percent) / 100) < 3, `${moved} of ${count} at ${percent} %`);
    }),
  );
});

const ROWS: { promise: string; steps: Record<string, number>[]; seats: string }[] = [
  {
    promise: 'the first seating puts versions side by side',
    steps: [{ b: 20, a: 80 }],
    seats: 'a80 b20',
  },
  {
    promise: 'a gray release takes from the old version only, step by step',
    steps: [{ a: 100 }, { a: 95, b: 5 }, { a: 80, b: 20 }, { a: 50, b: 50 }],
    seats: 'a50 b50',
  },
  {
    promise: 'a third version that is raised at the cost of the first moves nobody of the second',
    steps: [
      { a: 60, b: 40 },
      { a: 50, b: 40, c: 10 },
    ],
    seats: 'a50 c10 b40',
  },
  {
    promise: 'at 0 % a version has lost all of its visitors',
    steps: [{ a: 50, b: 50 }, { b: 100 }],
    seats: 'b100',
  },
  {
    promise: 'without any share the seats wait for what comes next',
    steps: [{ a: 70, b: 30 }, {}],
    seats: 'a70 b30',
  },
];

for (const { promise, steps, seats } of ROWS) {
  test(promise, () => {
    const runs = seatedAfter(steps.map(sharesOf));
    assert.equal(runs.map((run) => `${run.versionId}${run.seats}`).join(' '), seats);
  });
}
