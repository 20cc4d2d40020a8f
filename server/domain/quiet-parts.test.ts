import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quietParts } from '#server/domain/quiet-parts.ts';

const span = (startedAt: number, endedAt: number | null, versionId = 'v') => ({
  ...{ cpu: 1, memoryGb: 1, versionId },
  startedAt,
  endedAt,
});

function quiet(
  sleep: ReturnType<typeof span>,
  ...lifetimes: ReturnType<typeof span>[]
): [number, number | null][] {
  return quietParts([sleep], lifetimes).map(({ startedAt, endedAt }) => [startedAt, endedAt]);
}

test('a sleep begins when the last instance is gone, and instances within it are cut out', () => {
  assert.deepEqual(quiet(span(100, null)), [[100, null]]);
  assert.deepEqual(quiet(span(100, null), span(0, 130), span(0, 120)), [[130, null]]);
  assert.deepEqual(quiet(span(100, 200), span(150, 160)), [
    [100, 150],
    [160, 200],
  ]);
  assert.deepEqual(quiet(span(100, 200), span(200, null), span(0, 100)), [[100, 200]]);
  assert.deepEqual(quiet(span(100, null), span(150, null)), [[100, 150]]);
  assert.deepEqual(quiet(span(100, 200), span(0, null)), []);
  assert.deepEqual(quiet(span(100, 200), span(0, null, 'another')), [[100, 200]]);
});

test('no second is both used and saved, and none of a sleep is lost', () => {
  let state = 5;
  const below = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
  for (let round = 0; round < 300; round += 1) {
    const some = () => {
      const start = below(50);
      return span(start, below(4) === 0 ? null : start + below(30));
    };
    const [sleep, lifetimes] = [some(), [some(), some(), some()]];
    const parts = quietParts([sleep], lifetimes);
    const covers = (at: number) => (one: ReturnType<typeof span>) =>
      one.startedAt <= at && at < (one.endedAt ?? Number.POSITIVE_INFINITY);
    for (let at = 0; at < 90; at += 1) {
      const isQuiet = covers(at)(sleep) && !lifetimes.some(covers(at));
      assert.equal(
        parts.filter(covers(at)).length,
        isQuiet ? 1 : 0,
        JSON.stringify({ at, sleep, lifetimes }),
      );
    }
  }
});
