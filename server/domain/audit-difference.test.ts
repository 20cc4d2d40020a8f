import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differenceOf } from '#server/domain/audit-difference.ts';

test('before and after stand side by side by what they are called, at any depth', () => {
  const before = {
    mode: 'percent',
    shares: [{ versionId: 'v1', percent: 100 }],
    tags: ['a', 'b'],
    rules: [],
  };
  const after = {
    mode: 'percent',
    shares: [
      { versionId: 'v2', percent: 20 },
      { versionId: 'v1', percent: 80 },
    ],
    spec: { port: 80 },
  };
  assert.deepEqual(differenceOf(before, after), [
    { path: 'mode', before: 'percent', after: 'percent', isDifferent: false },
    { path: 'shares[v1].percent', before: '100', after: '80', isDifferent: true },
    { path: 'tags', before: 'a, b', after: null, isDifferent: true },
    { path: 'shares[v2].percent', before: null, after: '20', isDifferent: true },
    { path: 'spec.port', before: null, after: '80', isDifferent: true },
  ]);
  assert.deepEqual(differenceOf(null, null), []);
});
