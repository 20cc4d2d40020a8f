import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessChange } from '#components/shell/access-change.ts';
import type { Grant, Role } from '#server/domain/rights.ts';

const A = { id: 'env-a', alias: '生产', region: 'sh' } as const;
const B = { id: 'env-b', alias: '测试', region: 'sh' } as const;

function grantsIn(role: Role, ...ids: (string | null)[]): Grant[] {
  return ids.map((environmentId) => ({ environmentId, role }));
}

test('nothing is said while nothing changed, however often it is read', () => {
  const access = { grants: grantsIn('tester', 'env-a'), environments: [A] };
  assert.deepEqual(accessChange(access, structuredClone(access)), { kind: 'none' });
});

test('an environment that was taken away is named, and known to be gone', () => {
  const was = { grants: grantsIn('tester', 'env-a', 'env-b'), environments: [A, B] };
  const now = { grants: grantsIn('tester', 'env-b'), environments: [B] };
  assert.deepEqual(accessChange(was, now), { kind: 'lost', names: ['生产'], goneIds: ['env-a'] });
});

test('who loses the last right is told by no name: there is nothing left to show', () => {
  const was = { grants: grantsIn('tester', 'env-a'), environments: [A] };
  assert.deepEqual(accessChange(was, { grants: [], environments: [] }), { kind: 'all-lost' });
});

test('another role in the same environment is a change', () => {
  const was = { grants: grantsIn('tester', 'env-a'), environments: [A] };
  const now = { grants: grantsIn('product', 'env-a'), environments: [A] };
  assert.deepEqual(accessChange(was, now), { kind: 'changed', goneIds: [] });
});

test('an environment that was deleted took no right away from the owner', () => {
  const grants = grantsIn('owner', null);
  const change = accessChange({ grants, environments: [A, B] }, { grants, environments: [B] });
  assert.deepEqual(change, { kind: 'environments', goneIds: ['env-a'] });
  const made = accessChange({ grants, environments: [B] }, { grants, environments: [A, B] });
  assert.deepEqual(made, { kind: 'environments', goneIds: [] });
});
