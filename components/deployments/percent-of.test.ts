import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percentOf } from '#components/deployments/percent-of.ts';

function percent(params: Record<string, string | number>): number | undefined {
  return percentOf({ detail: { key: 'any', params } });
}

test('a pull shows the share of its bytes, an update that of its instances', () => {
  assert.equal(percent({ doneMb: 12.5, totalMb: 50, layersDone: 1, layers: 4 }), 25);
  assert.equal(percent({ doneMb: 50.1, totalMb: 50, layersDone: 4, layers: 4 }), 100);
  assert.equal(percent({ ready: 1, count: 4 }), 25);
});

test('one instance, or what counts nothing, has no bar', () => {
  assert.equal(percent({ ready: 0, count: 1 }), undefined);
  assert.equal(percent({ before: 2 }), undefined);
  assert.equal(percent({ doneMb: 0, totalMb: 0 }), undefined);
  assert.equal(percentOf({ detail: null }), undefined);
});
