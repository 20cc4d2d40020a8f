import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLinkOpen } from '#server/domain/access.ts';
import { grantIssues, joinGrants, membershipRefusal } from '#server/domain/membership.ts';
import type { Grant } from '#server/domain/rights.ts';

const OWNER: Grant = { environmentId: null, role: 'owner' };

test('every wrong role is told by its place', () => {
  const grants: Grant[] = [
    { environmentId: 'a', role: 'ops' },
    { environmentId: 'a', role: 'tester' },
    { environmentId: 'gone', role: 'tester' },
    { environmentId: null, role: 'product' },
    { environmentId: 'a', role: 'owner' },
    OWNER,
  ];
  assert.deepEqual(
    grantIssues(grants, ['a', 'b']).map(({ path, code }) => [path[1], code]),
    [
      [1, 'grant_twice'],
      [2, 'grant_environment_gone'],
      [3, 'grant_environment_gone'],
      [4, 'grant_owner_everywhere'],
      [5, 'grant_owner_everywhere'],
    ],
  );
});

test('an owner alone, one role in each environment, and no role at all are all right', () => {
  assert.deepEqual(grantIssues([OWNER], []), []);
  assert.deepEqual(grantIssues([], ['a']), []);
  const each: Grant[] = [
    { environmentId: 'a', role: 'ops' },
    { environmentId: 'b', role: 'tester' },
  ];
  assert.deepEqual(grantIssues(each, ['a', 'b']), []);
});

test('an invitation takes nothing from who has more already', () => {
  const had: Grant[] = [
    { environmentId: 'a', role: 'ops' },
    { environmentId: 'b', role: 'tester' },
  ];
  const given: Grant[] = [
    { environmentId: 'a', role: 'tester' },
    { environmentId: 'b', role: 'product' },
    { environmentId: 'c', role: 'tester' },
  ];
  assert.deepEqual(joinGrants(had, given), [
    { environmentId: 'a', role: 'ops' },
    { environmentId: 'b', role: 'product' },
    { environmentId: 'c', role: 'tester' },
  ]);
  assert.deepEqual(joinGrants([OWNER], given), [OWNER]);
  assert.deepEqual(joinGrants(had, [OWNER]), [OWNER]);
});

test('nobody changes the own role, up or down', () => {
  const own = { actorId: 'a', personId: 'a' };
  assert.equal(membershipRefusal({ ...own, wanted: [] }, ['a', 'b']), 'member_own');
  assert.equal(membershipRefusal({ ...own, wanted: [OWNER] }, ['b']), 'member_own');
});

test('the last owner neither goes nor loses the role, and may stay', () => {
  const last = { actorId: 'a', personId: 'b' };
  assert.equal(membershipRefusal({ ...last, wanted: [] }, ['b']), 'member_last_owner');
  const less: Grant[] = [{ environmentId: 'e', role: 'ops' }];
  assert.equal(membershipRefusal({ ...last, wanted: less }, ['b']), 'member_last_owner');
  assert.equal(membershipRefusal({ ...last, wanted: [OWNER] }, ['b']), null);
  assert.equal(membershipRefusal({ ...last, wanted: [] }, ['a', 'b']), null);
  assert.equal(membershipRefusal({ ...last, wanted: [] }, ['a']), null);
});

test('a link is open until it is used, revoked or its time has come', () => {
  const open = { usedAt: null, revokedAt: null, expiresAt: 10 };
  assert.ok(isLinkOpen(open, 9));
  assert.ok(!isLinkOpen(open, 10));
  assert.ok(!isLinkOpen({ ...open, usedAt: 1 }, 9));
  assert.ok(!isLinkOpen({ ...open, revokedAt: 1 }, 9));
});
