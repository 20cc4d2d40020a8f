import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { TRPCError } from '@trpc/server';
import { berthFile } from '#db/open.ts';
import { deleteEnvironmentRow } from '#db/stores/environments.ts';
import { listGivenGrants, listMembers } from '#db/stores/members.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { refusedWith } from '#server/api/test-refusal.ts';
import { PASSWORD, type Person, person, signIn, Visitor } from '#server/api/test-visitor.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { Problem } from '#server/domain/problem.ts';
import type { Grant } from '#server/domain/rights.ts';

let data: TemporaryData;
let module: typeof import('#server/api/console-state.ts');
let environmentIds: string[];
let owner: Person;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  module = await import('#server/api/console-state.ts');
  const { commandContext } = await import('#server/api/context.ts');
  const ctx = commandContext(module.consoleState(), SYSTEM);
  environmentIds = ['test', 'production', 'doomed'].map(
    (alias) => createEnvironment(ctx, { alias, region: 'sh' }).id,
  );
  owner = await person(module.consoleState(), 'owner');
});

after(() => {
  module.closeConsole();
  data[Symbol.dispose]();
});

const secrets: string[] = [];

async function invite(grants: Grant[], email: string | null = null) {
  const link = await owner.visitor.call((api) => api.invitations.create({ email, grants }));
  secrets.push(link.secret);
  return link;
}

function join(visitor: Visitor, secret: string, email: string) {
  const input = { secret, email, name: '王小明', password: PASSWORD };
  return visitor.call((api) => api.invitations.join(input));
}

function tester(index = 0): Grant[] {
  return [{ environmentId: environmentIds[index] ?? '', role: 'tester' }];
}

test('an invitation lets one person in, with its roles and no others', async () => {
  const { secret } = await invite(tester());
  const guest = new Visitor();
  assert.deepEqual(await guest.call((api) => api.invitations.read({ secret })), {
    email: null,
    grants: [{ alias: 'test', role: 'tester' }],
  });
  await join(guest, secret, 'Ming@Example.com');
  const session = await guest.call((api) => api.session.me());
  assert.deepEqual([session?.user.email, session?.grants], ['ming@example.com', tester()]);
  const seen = await guest.call((api) => api.environments.list());
  assert.deepEqual(
    seen.map(({ alias }) => alias),
    ['test'],
  );
});

test('nobody but an owner sees, makes or revokes invitations', async () => {
  const { linkId } = await invite(tester());
  for (const role of ['ops', 'product', 'tester'] as const) {
    const { visitor } = await person(module.consoleState(), role, environmentIds[0]);
    const calls = [
      () => visitor.call((api) => api.invitations.list()),
      () => visitor.call((api) => api.invitations.create({ email: null, grants: tester() })),
      () => visitor.call((api) => api.invitations.revoke({ linkId })),
    ];
    for (const call of calls) await assert.rejects(call(), refusedWith('not_found'), role);
  }
});

test('used, revoked, past its time and unknown are one answer', async () => {
  const used = await invite(tester());
  await join(new Visitor(), used.secret, 'used@example.com');
  const revoked = await invite(tester());
  await owner.visitor.call((api) => api.invitations.revoke({ linkId: revoked.linkId }));
  const late = await invite(tester());
  data.db.$client
    .prepare('update one_time_links set expires_at = ? where id = ?')
    .run(Date.now(), late.linkId);
  const answers = await Promise.all(
    [used, revoked, late, { secret: 'x'.repeat(43) }].flatMap(({ secret }) => [
      new Visitor().call((api) => api.invitations.read({ secret })).catch(told),
      join(new Visitor(), secret, 'late@example.com').catch(told),
    ]),
  );
  assert.deepEqual([...new Set(answers)], ['NOT_FOUND link_dead {}']);
});

function told(error: unknown): string {
  assert.ok(error instanceof TRPCError && error.cause instanceof Problem);
  return `${error.code} ${error.message} ${JSON.stringify(error.cause.params)}`;
}

test('of two who come with a link at the same time, one gets in and the other leaves no account', async () => {
  const { secret } = await invite(tester());
  const tries = ['one@example.com', 'two@example.com'].map((email) => join(new Visitor(), secret, email));
  const [first, second] = await Promise.allSettled(tries);
  assert.deepEqual([first?.status, second?.status].sort(), ['fulfilled', 'rejected']);
  const made = listMembers(data.db).filter(({ email }) => /^(one|two)@/.test(email));
  assert.equal(made.length, 1);
});

test('an invitation for an address makes an account of that address, whatever is said', async () => {
  const { secret } = await invite(tester(), 'Named@Example.com');
  const guest = new Visitor();
  await join(guest, secret, 'another@example.com');
  const session = await guest.call((api) => api.session.me());
  assert.equal(session?.user.email, 'named@example.com');
});

test('who has an account signs in and accepts; no stronger role is lost', async () => {
  const state = module.consoleState();
  const known = await person(state, 'ops', environmentIds[0]);
  const { secret } = await invite([...tester(), ...tester(1)]);
  await assert.rejects(join(new Visitor(), secret, known.email), refusedWith('account_exists'));
  await known.visitor.call((api) => api.invitations.accept({ secret }));
  assert.deepEqual(listGivenGrants(data.db, known.id), [
    { environmentId: environmentIds[0], role: 'ops' },
    { environmentId: environmentIds[1], role: 'tester' },
  ]);
  await assert.rejects(
    known.visitor.call((api) => api.invitations.accept({ secret })),
    refusedWith('link_dead'),
  );
});

test('an invitation for one person is of no use to another, and still works for the first', async () => {
  const state = module.consoleState();
  const [meant, other] = [await person(state), await person(state)];
  const { secret } = await invite(tester(), meant.email);
  const accept = ({ visitor }: Person) => visitor.call((api) => api.invitations.accept({ secret }));
  await assert.rejects(accept(other), refusedWith('invitation_for_other'));
  assert.deepEqual(listGivenGrants(data.db, other.id), []);
  await accept(meant);
  assert.deepEqual(listGivenGrants(data.db, meant.id), tester());
});

test('no account is made by a weak password or an impossible name, and the link stays', async () => {
  const { secret } = await invite(tester());
  const input = { secret, email: 'weak@example.com', name: '王', password: 'password123' };
  const tryWith = (change: Partial<typeof input>) =>
    new Visitor().call((api) => api.invitations.join({ ...input, ...change }));
  await assert.rejects(tryWith({}), refusedWith('input_invalid'));
  await assert.rejects(tryWith({ password: PASSWORD, name: 'a\u0000b' }));
  await assert.rejects(tryWith({ password: PASSWORD, name: '  ' }));
  await join(new Visitor(), secret, 'strong@example.com');
});

test('roles that nobody can have are refused when an invitation is made', async () => {
  await assert.rejects(invite([]), refusedWith('input_invalid'));
  await assert.rejects(invite([...tester(), ...tester()]), refusedWith('input_invalid'));
  await assert.rejects(invite([{ environmentId: 'gone', role: 'ops' }]), refusedWith('input_invalid'));
  await assert.rejects(invite([{ environmentId: null, role: 'ops' }]), refusedWith('input_invalid'));
});

test('an environment that went meanwhile is left out', async () => {
  const { secret } = await invite([...tester(), ...tester(2)]);
  deleteEnvironmentRow(data.db, environmentIds[2] ?? '');
  const guest = new Visitor();
  await join(guest, secret, 'patient@example.com');
  assert.deepEqual((await guest.call((api) => api.session.me()))?.grants, tester());
  await signIn(module.consoleState(), new Visitor(), 'patient@example.com');
});

test('the secret of a link is told once, and is in no file, whoever came with it', async () => {
  const listed = await owner.visitor.call((api) => api.invitations.list());
  assert.ok(listed.length > 0 && secrets.length > listed.length);
  const files = ['', '-wal'].map((end) => readFileSync(berthFile(data.dataDir) + end));
  for (const secret of secrets) {
    assert.match(secret, /^[\w-]{43}$/);
    assert.ok(!JSON.stringify(listed).includes(secret));
    assert.ok(files.every((file) => !file.includes(secret)));
  }
});
