import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { groupGrants } from '#db/schema/access.ts';
import { findMember } from '#db/stores/members.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { refusedWith } from '#server/api/test-refusal.ts';
import { PASSWORD, type Person, person, signIn, Visitor } from '#server/api/test-visitor.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import type { Grant } from '#server/domain/rights.ts';

const NEW_PASSWORD = 'another horse of this colour';

let data: TemporaryData;
let module: typeof import('#server/api/console-state.ts');
let environmentId: string;
let owner: Person;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  module = await import('#server/api/console-state.ts');
  const { commandContext } = await import('#server/api/context.ts');
  const ctx = commandContext(module.consoleState(), SYSTEM);
  environmentId = createEnvironment(ctx, { alias: 'test', region: 'sh' }).id;
  owner = await person(module.consoleState(), 'owner');
});

after(() => {
  module.closeConsole();
  data[Symbol.dispose]();
});

function change(by: Person, { id: userId }: Pick<Person, 'id'>, grants: Grant[]) {
  return by.visitor.call((api) => api.members.changeGrants({ userId, grants }));
}

function remove(by: Person, { id: userId }: Pick<Person, 'id'>) {
  return by.visitor.call((api) => api.members.remove({ userId }));
}

function someone(role: Grant['role'] | null = null) {
  return person(module.consoleState(), role, role === 'owner' ? null : environmentId);
}

const EVERYTHING: Grant = { environmentId: null, role: 'owner' };

test('a changed role counts from the next request on, in a session that goes on', async () => {
  const member = await someone('ops');
  const create = (name: string) => member.visitor.call((api) => api.services.create({ environmentId, name }));
  await create('before');
  await change(owner, member, [{ environmentId, role: 'product' }]);
  await assert.rejects(create('after'), refusedWith('not_found'));
  await change(owner, member, []);
  assert.deepEqual(await member.visitor.call((api) => api.environments.list()), []);
  await change(owner, member, [EVERYTHING]);
  await create('again');
  await change(owner, member, []);
});

test('nobody changes or removes themselves, not even an owner among owners', async () => {
  const second = await someone('owner');
  await assert.rejects(change(second, second, [EVERYTHING]), refusedWith('member_own'));
  await assert.rejects(remove(second, second), refusedWith('member_own'));
  await remove(owner, second);
});

test('the last owner by an owner’s word stays, also against an owner by a group', async () => {
  const byGroup = await someone();
  data.db
    .insert(groupGrants)
    .values({
      userId: byGroup.id,
      environmentId: null,
      role: 'owner',
      group: 'admins',
      expiresAt: Date.now() + 60_000,
    })
    .run();
  await assert.rejects(remove(byGroup, owner), refusedWith('member_last_owner'));
  await assert.rejects(
    change(byGroup, owner, [{ environmentId, role: 'ops' }]),
    refusedWith('member_last_owner'),
  );
  const listed = await byGroup.visitor.call((api) => api.members.list());
  const shown = listed.find(({ isSelf }) => isSelf);
  assert.deepEqual(shown?.groupGrants, [{ environmentId: null, role: 'owner', group: 'admins' }]);
  assert.deepEqual(shown?.grants, []);
  await remove(owner, byGroup);
});

test('who is removed has neither session nor token any more, and the log keeps what was done', async () => {
  const member = await someone('ops');
  await member.visitor.call((api) => api.services.create({ environmentId, name: 'kept' }));
  const token = {
    name: 'ci',
    rights: ['view' as const],
    environmentIds: null,
    expiry: { kind: 'never' as const },
  };
  await member.visitor.call((api) => api.tokens.create(token));
  await remove(owner, member);
  assert.equal(await member.visitor.call((api) => api.session.me()), null);
  await assert.rejects(signIn(module.consoleState(), new Visitor(), member.email));
  const left = (table: string) =>
    data.db.$client.prepare(`select count(*) as n from ${table} where user_id = ?`).pluck().get(member.id);
  assert.deepEqual(['session', 'account', 'grants', 'api_tokens'].map(left), [0, 0, 0, 0]);
  const done = data.db.$client
    .prepare("select actor_name from events where actor_id = ? and kind = 'service.created'")
    .pluck()
    .all(member.id);
  assert.deepEqual(done, [member.id]);
  await assert.rejects(remove(owner, member), refusedWith('not_found'));
});

test('invitations of who is no owner any more lead nobody in', async () => {
  for (const end of ['removed', 'changed'] as const) {
    const former = await someone('owner');
    const { secret } = await former.visitor.call((api) =>
      api.invitations.create({ email: null, grants: [EVERYTHING] }),
    );
    if (end === 'removed') await remove(owner, former);
    else await change(owner, former, [{ environmentId, role: 'ops' }]);
    await assert.rejects(
      new Visitor().call((api) => api.invitations.read({ secret })),
      refusedWith('link_dead'),
    );
  }
});

test('a reset link sets a new password once, ends all sessions, and keeps the second factor', async () => {
  const member = await someone('tester');
  data.db.$client.prepare('update user set two_factor_enabled = 1 where id = ?').run(member.id);
  const { secret } = await allowReset(member, false);
  const guest = new Visitor();
  const { email } = await guest.call((api) => api.members.readReset({ secret }));
  assert.equal(email, member.email);
  await assert.rejects(
    guest.call((api) => api.members.reset({ secret, password: member.email })),
    refusedWith('input_invalid'),
  );
  const reset = () => guest.call((api) => api.members.reset({ secret, password: NEW_PASSWORD }));
  await reset();
  assert.equal(await member.visitor.call((api) => api.session.me()), null);
  assert.equal(findMember(data.db, member.id)?.isSecondFactorOn, true);
  await assert.rejects(signIn(module.consoleState(), new Visitor(), member.email, PASSWORD));
  await assert.rejects(reset(), refusedWith('link_dead'));
});

test('a reset link takes the second factor along only where the owner said so', async () => {
  const member = await someone('tester');
  data.db.$client.prepare('update user set two_factor_enabled = 1 where id = ?').run(member.id);
  const { secret } = await allowReset(member, true);
  assert.equal(findMember(data.db, member.id)?.isSecondFactorOn, true, 'not before it is used');
  await new Visitor().call((api) => api.members.reset({ secret, password: NEW_PASSWORD }));
  assert.equal(findMember(data.db, member.id)?.isSecondFactorOn, false);
  await signIn(module.consoleState(), new Visitor(), member.email, NEW_PASSWORD);
});

test('a second reset link ends the first, and one for oneself is not given', async () => {
  const member = await someone('tester');
  const first = await allowReset(member, false);
  const second = await allowReset(member, false);
  const read = (secret: string) => new Visitor().call((api) => api.members.readReset({ secret }));
  await assert.rejects(read(first.secret), refusedWith('link_dead'));
  assert.equal((await read(second.secret)).email, member.email);
  await assert.rejects(allowReset(owner, false), refusedWith('member_own'));
  await assert.rejects(
    new Visitor().call((api) => api.invitations.read({ secret: second.secret })),
    refusedWith('link_dead'),
    'it is no invitation',
  );
});

function allowReset({ id: userId }: Person, endsSecondFactor: boolean) {
  return owner.visitor.call((api) => api.members.allowReset({ userId, endsSecondFactor }));
}
