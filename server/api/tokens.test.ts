import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TRPCError } from '@trpc/server';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { refusedWith } from '#server/api/test-refusal.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import type { Problem } from '#server/domain/problem.ts';
import type { Right } from '#server/domain/rights.ts';

const NEVER = { kind: 'never' as const };

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;
let ops: TestCaller;
let own: { environmentId: string; serviceId: string };
let other: { environmentId: string; serviceId: string };

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  const { commandContext } = await import('#server/api/context.ts');
  const ctx = commandContext(state.consoleState(), SYSTEM);
  [own, other] = ['own', 'other'].map((alias) => {
    const environmentId = createEnvironment(ctx, { alias, region: 'sh' }).id;
    return { environmentId, serviceId: createService(ctx, { environmentId, name: 'shop', remark: '' }).id };
  }) as [typeof own, typeof other];
  owner = await signedIn(data.db, 'owner');
  ops = await signedIn(data.db, 'ops', own.environmentId);
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** The API as whoever sends this token, and a cookie that must not count. */
async function byToken(token: string, from = '192.0.2.7') {
  const { createContext } = await import('#server/api/context.ts');
  const { createCaller } = await import('#server/api/init.ts');
  const { appRouter } = await import('#server/api/router.ts');
  const headers = new Headers({
    authorization: `Bearer ${token}`,
    cookie: owner.cookie,
    'x-forwarded-for': from,
  });
  return createCaller(appRouter)(await createContext(headers, new Headers()));
}

function make(person: TestCaller, rights: Right[], environmentIds: string[] | null = null, name = 'ci') {
  return person.api.tokens.create({ name, rights, environmentIds, expiry: NEVER });
}

test('a token does what its rights and its environments say, and no more than its person may', async () => {
  const reader = await byToken((await make(owner, ['view'])).token);
  assert.equal((await reader.services.get(own)).id, own.serviceId);
  await assert.rejects(reader.services.pause(own), refusedWith('not_found'));

  const releaser = await byToken((await make(owner, ['view', 'release'], [own.environmentId])).token);
  await releaser.services.pause(own);
  await releaser.services.resume(own);
  await assert.rejects(releaser.services.get(other), refusedWith('not_found'));
  await assert.rejects(releaser.services.pause(other), refusedWith('not_found'));
  assert.deepEqual(
    (await releaser.environments.list()).map(({ id }) => id),
    [own.environmentId],
  );

  const confined = await byToken((await make(owner, ['view', 'administer'], [own.environmentId])).token);
  await assert.rejects(confined.tokens.listAll(), refusedWith('not_found'));

  const everywhere = await byToken((await make(ops, ['view', 'operate'])).token);
  assert.ok(await everywhere.versions.draft(own));
  await assert.rejects(everywhere.services.get(other), refusedWith('not_found'));
});

test('what its person loses, a token loses', async () => {
  const product = await signedIn(data.db, 'product', own.environmentId);
  const { token } = await make(product, ['view', 'release']);
  await (await byToken(token)).services.pause(own);
  data.db.$client.prepare(`UPDATE grants SET role = 'tester' WHERE role = 'product'`).run();
  await assert.rejects((await byToken(token)).services.resume(own), refusedWith('not_found'));
  data.db.$client.prepare(`DELETE FROM grants WHERE role = 'tester'`).run();
  await assert.rejects((await byToken(token)).services.get(own), refusedWith('not_found'));
});

test('a token makes, lists and ends no tokens of its person', async () => {
  const { token, tokenId } = await make(owner, ['view', 'administer']);
  const caller = await byToken(token);
  const asked = { name: 'more', rights: ['view' as const], environmentIds: null, expiry: NEVER };
  await assert.rejects(caller.tokens.create(asked), refusedWith('session_needed'));
  await assert.rejects(caller.tokens.list(), refusedWith('session_needed'));
  await assert.rejects(caller.tokens.revoke({ tokenId }), refusedWith('session_needed'));
});

test('a token for some environments hears of no others that its person has', async () => {
  const { token } = await make(owner, ['view'], [own.environmentId]);
  const me = await (await byToken(token)).session.me();
  assert.deepEqual(me?.grants, [{ environmentId: own.environmentId, role: 'owner' }]);
  assert.deepEqual((await owner.api.session.me())?.grants, [{ environmentId: null, role: 'owner' }]);
});

test('nobody gives a token more than they have, and is told every field that is wrong', async () => {
  const asked = { name: 'x', rights: ['administer' as const], environmentIds: [other.environmentId] };
  const expiry = { kind: 'date' as const, at: 1 };
  await assert.rejects(ops.api.tokens.create({ ...asked, expiry }), (error) => {
    assert.ok(refusedWith('input_invalid')(error));
    const { issues } = (error as TRPCError).cause as Problem;
    const codes = issues.map(({ code }) => code);
    assert.deepEqual(codes, ['token_right_missing', 'token_environment_unknown', 'token_expiry_past']);
    return true;
  });
});

test('a token is told once: neither lists, nor the log, nor the database hold it', async () => {
  const { token, tokenId } = await make(ops, ['view']);
  const listed = await ops.api.tokens.list();
  const found = listed.find(({ id }) => id === tokenId);
  assert.ok(found && token.startsWith(found.prefix) && found.prefix.length === 12);
  const rows = ['api_tokens', 'events'].map((table) =>
    data.db.$client.prepare(`SELECT * FROM ${table}`).all(),
  );
  assert.ok(JSON.stringify(rows).includes(`token:${tokenId}`));
  assert.ok(!JSON.stringify([rows, listed, await owner.api.tokens.listAll()]).includes(token.slice(12)));
});

test('a wrong, a revoked and an overdue token are refused, also where anyone is let in', async () => {
  const { token, tokenId } = await make(ops, ['view']);
  const late = await make(ops, ['view']);
  data.db.$client.prepare('UPDATE api_tokens SET expires_at = 1 WHERE id = ?').run(late.tokenId);
  await ops.api.tokens.revoke({ tokenId });
  for (const wrong of [token, late.token, `${token.slice(0, -1)}x`, 'berth_', '%00']) {
    const caller = await byToken(wrong);
    await assert.rejects(caller.services.get(own), refusedWith('token_invalid'), wrong);
    await assert.rejects(caller.session.me(), refusedWith('token_invalid'), wrong);
  }
});

test('the last use is written once a minute, not with every request', async () => {
  const { token, tokenId } = await make(ops, ['view']);
  const used = async () => (await ops.api.tokens.list()).find(({ id }) => id === tokenId);
  assert.equal((await used())?.lastUsedAt, null);
  await byToken(token, '192.0.2.1');
  const first = await used();
  assert.equal(first?.lastUsedFrom, '192.0.2.1');
  await byToken(token, '192.0.2.2');
  assert.deepEqual(await used(), first);
  data.db.$client.prepare('UPDATE api_tokens SET last_used_at = last_used_at - 60000').run();
  await byToken(token, '192.0.2.3');
  assert.equal((await used())?.lastUsedFrom, '192.0.2.3');
});

test('owners see and end the tokens of others; others end their own only', async () => {
  const { token, tokenId } = await make(ops, ['view']);
  const owners = await make(owner, ['view']);
  await assert.rejects(ops.api.tokens.listAll(), refusedWith('not_found'));
  await assert.rejects(ops.api.tokens.revokeAny({ tokenId }), refusedWith('not_found'));
  await assert.rejects(ops.api.tokens.revoke({ tokenId: owners.tokenId }), refusedWith('not_found'));
  await assert.rejects(owner.api.tokens.revoke({ tokenId }), refusedWith('not_found'));
  assert.ok((await owner.api.tokens.listAll()).some(({ id, user }) => id === tokenId && user.name === 'ops'));
  await owner.api.tokens.revokeAny({ tokenId });
  await assert.rejects((await byToken(token)).services.get(own), refusedWith('token_invalid'));
  await assert.rejects(owner.api.tokens.revokeAny({ tokenId }), refusedWith('not_found'));
});

test('what is done by a token says so in the log', async () => {
  const { token, tokenId } = await make(ops, ['view', 'release']);
  const caller = await byToken(token);
  await caller.services.pause(own);
  await caller.services.resume(own);
  const last = data.db.$client.prepare('SELECT via, token_id, address FROM events ORDER BY id DESC').get();
  assert.deepEqual(last, { via: 'token', token_id: tokenId, address: '192.0.2.7' });
});

test('revoking a token ends its stream', async () => {
  const { token, tokenId } = await make(ops, ['view']);
  const stream = (await (await byToken(token)).live.service(own))[Symbol.asyncIterator]();
  assert.equal((await stream.next()).done, false);
  const next = stream.next();
  await owner.api.tokens.revokeAny({ tokenId });
  await assert.rejects(next, (error) => error instanceof TRPCError && error.code === 'UNAUTHORIZED');
});

test('a person has at most 50 tokens that are good', async () => {
  const { tokenId } = await make(ops, ['view']);
  const insert = data.db.$client.prepare(
    `INSERT INTO api_tokens SELECT id || ?, user_id, name, prefix, secret_hash || ?, rights, environment_ids,
     created_at, expires_at, last_used_at, last_used_from, revoked_at FROM api_tokens WHERE id = ?`,
  );
  for (let copy = 0; copy < 50; copy += 1) insert.run(copy, copy, tokenId);
  await assert.rejects(make(ops, ['view']), refusedWith('token_limit'));
});
