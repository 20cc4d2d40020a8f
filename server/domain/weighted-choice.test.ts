import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Share } from '#server/domain/traffic.ts';
import { turnsOf } from '#server/domain/weighted-choice.ts';

/** Two to ten shares of whole percents that make 100; zeros among them. */
const sharesOf100 = fc.array(fc.nat(100), { minLength: 1, maxLength: 9 }).map((cuts) => {
  const edges = [0, ...cuts.sort((a, b) => a - b), 100];
  return edges.slice(1).map((edge, index): Share => {
    return { versionId: `v${index}`, percent: edge - (edges[index] ?? 0) };
  });
});

test('any 100 consecutive requests hold each version exactly its percent, wherever they begin', () => {
  fc.assert(
    fc.property(sharesOf100, fc.nat(1000), (shares, start) => {
      const turns = turnsOf(shares);
      const window = Array.from({ length: 100 }, (_, index) => turns[(start + index) % turns.length]);
      for (const { versionId, percent } of shares) {
        assert.equal(window.filter((turn) => turn === versionId).length, percent);
      }
    }),
  );
});

test('in any shorter run no version strays further from its share than there are versions', () => {
  fc.assert(
    fc.property(sharesOf100, fc.nat(99), fc.integer({ min: 1, max: 100 }), (shares, start, length) => {
      const turns = turnsOf(shares);
      const run = Array.from({ length }, (_, index) => turns[(start + index) % turns.length]);
      for (const { versionId, percent } of shares) {
        const share = (percent * length) / 100;
        const distance = Math.abs(run.filter((turn) => turn === versionId).length - share);
        assert.ok(distance < shares.length, `${versionId} is ${distance} away from its share`);
      }
    }),
  );
});

test('with two versions a run of any length is within one request of the shares', () => {
  fc.assert(
    fc.property(fc.nat(100), fc.nat(99), fc.integer({ min: 1, max: 400 }), (percent, start, length) => {
      const turns = turnsOf([
        { versionId: 'a', percent },
        { versionId: 'b', percent: 100 - percent },
      ]);
      const run = Array.from({ length }, (_, index) => turns[(start + index) % turns.length]);
      const distance = Math.abs(run.filter((turn) => turn === 'a').length - (percent * length) / 100);
      assert.ok(distance <= 1, `${distance} away`);
    }),
  );
});

test('a version at 0 is never chosen, and without any share there is nothing to choose', () => {
  fc.assert(
    fc.property(sharesOf100, (shares) => {
      const zeros = shares.filter((share) => share.percent === 0).map((share) => share.versionId);
      assert.ok(turnsOf(shares).every((turn) => !zeros.includes(turn)));
    }),
  );
  assert.deepEqual(turnsOf([]), []);
  assert.deepEqual(turnsOf([{ versionId: 'a', percent: 0 }]), []);
});

test('80/20 gives every fifth request to the smaller one', () => {
  const turns = turnsOf([
    { versionId: 'a', percent: 80 },
    { versionId: 'b', percent: 20 },
  ]);
  assert.deepEqual(turns, ['a', 'a', 'b', 'a', 'a']);
});
