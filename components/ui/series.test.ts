import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seriesByVersion } from '#components/ui/series.ts';

test('a version alone is slate', () => {
  assert.deepEqual([...seriesByVersion([{ id: 'a', number: 15 }])], [['a', 'base']]);
});

test('the oldest stands in slate and the newer one moves in blue, in whatever order they come', () => {
  const series = seriesByVersion([
    { id: 'new', number: 15 },
    { id: 'old', number: 14 },
  ]);
  assert.equal(series.get('old'), 'base');
  assert.equal(series.get('new'), '1');
});

test('the fifth newer version starts the blues again', () => {
  const versions = Array.from({ length: 7 }, (_, index) => ({ id: `v${index}`, number: index + 1 }));
  assert.deepEqual([...seriesByVersion(versions).values()], ['base', '1', '2', '3', '4', '1', '2']);
});
