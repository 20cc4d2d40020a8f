import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LogItem, MOST_ITEMS, withItems } from '#components/logs/kept-lines.ts';

function items(from: number, to: number): LogItem[] {
  return Array.from({ length: to - from }, (_, index) => ({ id: `l${from + index}`, skipped: 1 }));
}

test('a line that was told twice is shown once', () => {
  const kept = withItems(items(0, 5), [...items(3, 7), ...items(6, 7)]);
  assert.deepEqual(
    kept.map(({ id }) => id),
    ['l0', 'l1', 'l2', 'l3', 'l4', 'l5', 'l6'],
  );
});

test('nothing new leaves the very same list, so that nothing is drawn again', () => {
  const kept = items(0, 5);
  assert.equal(withItems(kept, []), kept);
  assert.equal(withItems(kept, items(1, 3)), kept);
});

test('a flood keeps the newest lines', () => {
  const kept = withItems(items(0, 10), items(10, MOST_ITEMS + 50));
  assert.equal(kept.length, MOST_ITEMS);
  assert.equal(kept.at(-1)?.id, `l${MOST_ITEMS + 49}`);
});
