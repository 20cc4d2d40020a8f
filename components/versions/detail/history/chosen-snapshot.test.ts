import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chosenSnapshot } from '#components/versions/detail/history/chosen-snapshot.ts';

const ITEMS = [3, 2, 1].map((number) => ({ number, isCurrent: number === 3 }));

test('the newest snapshot that is not the current one is shown first, or the only one there is', () => {
  assert.equal(chosenSnapshot(ITEMS, null), 2);
  assert.equal(chosenSnapshot(ITEMS.slice(0, 1), null), 3);
  assert.equal(chosenSnapshot([], null), undefined);
});

test('what the address asks for comes first, unless it is no number of a snapshot', () => {
  assert.equal(chosenSnapshot(ITEMS, '1'), 1);
  for (const asked of ['', '0', '-1', '1.5', 'x', '1e3'])
    assert.equal(chosenSnapshot(ITEMS, asked), 2, asked);
});
