import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkShares, type Share, storedShares, sumOfShares } from '#server/domain/traffic.ts';

const VERSIONS = ['a', 'b', 'c', 'd'].map((id) => ({ id, canServe: id !== 'd' }));

function codes(shares: Share[], mode: 'standard' | 'parallel' = 'standard'): string[] {
  return checkShares(shares, VERSIONS, mode).map((issue) => issue.code);
}

test('S0-16: shares that add up to exactly 100 are accepted', () => {
  assert.deepEqual(
    codes([
      { versionId: 'a', percent: 80 },
      { versionId: 'b', percent: 20 },
    ]),
    [],
  );
});

for (const [percents, sum] of [
  [[80, 19], 99],
  [[80, 21], 101],
  [[0, 0], 0],
  [[], 0],
] as const) {
  test(`S0-16: shares of ${percents.join(' + ') || 'nothing'} are refused with their sum`, () => {
    const shares = percents.map((percent, index) => ({ versionId: 'ab'[index] ?? '', percent }));
    assert.deepEqual(checkShares(shares, VERSIONS, 'standard'), [
      { code: 'traffic_sum', path: ['shares'], sum },
    ]);
  });
}

test('all that is wrong is said at once', () => {
  const found = codes([
    { versionId: 'a', percent: 10.5 },
    { versionId: 'a', percent: 120 },
    { versionId: 'x', percent: 1 },
    { versionId: 'd', percent: 1 },
  ]);
  assert.deepEqual(
    new Set(found),
    new Set([
      'traffic_not_integer',
      'traffic_version_duplicate',
      'traffic_version_missing',
      'traffic_version_not_ready',
      'traffic_too_many_versions',
      'traffic_sum',
    ]),
  );
});

test('标准 mode has at most two versions with traffic, 多版本并行 more', () => {
  const shares = ['a', 'b', 'c'].map((versionId, index) => ({
    versionId,
    percent: [50, 30, 20][index] ?? 0,
  }));
  assert.deepEqual(codes(shares), ['traffic_too_many_versions']);
  assert.deepEqual(codes(shares, 'parallel'), []);
});

test('a version that never got ready may stand at 0 %', () => {
  assert.deepEqual(
    codes([
      { versionId: 'a', percent: 100 },
      { versionId: 'd', percent: 0 },
    ]),
    [],
  );
});

test('what is accepted is stored with a sum of 100 and without zeros', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), (first) => {
      const shares = [
        { versionId: 'a', percent: first },
        { versionId: 'b', percent: 100 - first },
      ];
      assert.deepEqual(codes(shares), []);
      const stored = storedShares(shares);
      assert.equal(sumOfShares(stored), 100);
      assert.ok(stored.every((share) => share.percent > 0));
    }),
  );
});
