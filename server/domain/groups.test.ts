import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GroupRole } from '#server/domain/access.ts';
import { grantsOfGroups, groupsOf } from '#server/domain/groups.ts';

test('groups are read from a list, from one text and from within another claim', () => {
  assert.deepEqual(groupsOf({ groups: ['a', 'b'] }, 'groups'), ['a', 'b']);
  assert.deepEqual(groupsOf({ groups: 'a' }, 'groups'), ['a']);
  assert.deepEqual(groupsOf({ realm_access: { roles: ['a'] } }, 'realm_access.roles'), ['a']);
  assert.deepEqual(groupsOf({ 'https://idp.test/groups': ['a'] }, 'https://idp.test/groups'), ['a']);
});

test('what is no text, not there or only inherited is no group', () => {
  assert.deepEqual(groupsOf({ groups: [1, null, { name: 'a' }, 'b'] }, 'groups'), ['b']);
  for (const claims of [{}, null, 'groups', { groups: null }])
    assert.deepEqual(groupsOf(claims, 'groups'), []);
  assert.deepEqual(groupsOf({}, 'constructor.name'), []);
});

test('each role of a group is given once, and of other groups none', () => {
  const ops: GroupRole = { group: 'ops', environmentId: 'env-1', role: 'ops' };
  const admins: GroupRole = { group: 'admins', environmentId: null, role: 'owner' };
  const roles = [ops, { ...ops }, admins];
  assert.deepEqual(grantsOfGroups(['ops', 'ops', 'others'], roles), [ops]);
  assert.deepEqual(grantsOfGroups(['OPS', 'admin'], roles), []);
  assert.deepEqual(grantsOfGroups(['admins', 'ops'], roles), [ops, admins]);
});
