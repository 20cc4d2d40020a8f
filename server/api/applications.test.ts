import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { refusedWith } from '#server/api/test-refusal.ts';
import { PASSWORD, type Person, person, Visitor } from '#server/api/test-visitor.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';

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

function apply({ visitor }: Pick<Person, 'visitor'>, reason = '测试订单服务') {
  return visitor.call((api) => api.applications.submit({ reason }));
}

function mine({ visitor }: Pick<Person, 'visitor'>) {
  return visitor.call((api) => api.applications.mine());
}

async function waiting(): Promise<string> {
  const [first] = await owner.visitor.call((api) => api.applications.list());
  assert.ok(first);
  return first.id;
}

function decide(verdict: 'approve' | 'refuse', applicationId: string, note = '') {
  const grants = [{ environmentId, role: 'tester' as const }];
  return owner.visitor.call((api) =>
    api.applications.decide(
      verdict === 'approve' ? { verdict, applicationId, note, grants } : { verdict, applicationId, note },
    ),
  );
}

test('S1-2: who applies waits, is refused with a note, applies again and is let in', async () => {
  const applicant = await person(module.consoleState());
  assert.equal(await mine(applicant), null);
  assert.deepEqual(await applicant.visitor.call((api) => api.environments.list()), []);
  await apply(applicant);
  assert.equal((await mine(applicant))?.state, 'open');
  await assert.rejects(apply(applicant), refusedWith('application_waiting'));

  const [shown] = await owner.visitor.call((api) => api.applications.list());
  assert.deepEqual([shown?.person.email, shown?.reason], [applicant.email, '测试订单服务']);
  await decide('refuse', await waiting(), '请写明项目');
  const refused = await mine(applicant);
  assert.deepEqual([refused?.state, refused?.note], ['refused', '请写明项目']);

  await apply(applicant, '订单项目二期');
  await decide('approve', await waiting());
  assert.equal((await mine(applicant))?.state, 'approved');
  const seen = await applicant.visitor.call((api) => api.environments.list());
  assert.deepEqual(
    seen.map(({ alias }) => alias),
    ['test'],
  );
  await assert.rejects(apply(applicant), refusedWith('application_needless'));
});

test('an application is decided once, and approved with a role at least', async () => {
  const applicant = await person(module.consoleState());
  await apply(applicant);
  const applicationId = await waiting();
  await assert.rejects(
    owner.visitor.call((api) =>
      api.applications.decide({ verdict: 'approve', applicationId, note: '', grants: [] }),
    ),
    refusedWith('input_invalid'),
  );
  await decide('refuse', applicationId);
  await assert.rejects(decide('approve', applicationId), refusedWith('application_decided'));
  assert.deepEqual((await applicant.visitor.call((api) => api.session.me()))?.grants, []);
});

test('who withdraws an application, or got a role another way, waits no more', async () => {
  const applicant = await person(module.consoleState());
  await apply(applicant);
  await applicant.visitor.call((api) => api.applications.withdraw());
  assert.equal((await mine(applicant))?.state, 'withdrawn');
  await assert.rejects(
    applicant.visitor.call((api) => api.applications.withdraw()),
    refusedWith('application_decided'),
  );
  await apply(applicant);
  const grants = [{ environmentId, role: 'ops' as const }];
  await owner.visitor.call((api) => api.members.changeGrants({ userId: applicant.id, grants }));
  assert.deepEqual(await owner.visitor.call((api) => api.applications.list()), []);
});

test('open pages hear of an application and of its refusal; other people’s pages do not', async () => {
  const [applicant, other] = [await person(module.consoleState()), await person(module.consoleState())];
  const [own, owners, others] = await Promise.all([applicant, owner, other].map(stream));
  const heard = owners?.next();
  let othersHeard = false;
  void others?.next().then(() => {
    othersHeard = true;
  });
  await apply(applicant);
  await heard;
  await own?.next();
  await decide('refuse', await waiting());
  await own?.next();
  assert.equal(othersHeard, false);
});

/** What a page listens to, after its first message. */
async function stream({ visitor }: Pick<Person, 'visitor'>) {
  const opened = await visitor.call((api) => api.live.person());
  const reader = opened[Symbol.asyncIterator]();
  await reader.next();
  return reader;
}

test('nobody but an owner sees or decides applications', async () => {
  const applicant = await person(module.consoleState());
  await apply(applicant);
  const applicationId = await waiting();
  for (const role of ['ops', null] as const) {
    const { visitor } = await person(module.consoleState(), role, environmentId);
    const calls = [
      () => visitor.call((api) => api.applications.list()),
      () => visitor.call((api) => api.applications.decide({ verdict: 'refuse', applicationId, note: '' })),
    ];
    for (const call of calls) await assert.rejects(call(), refusedWith('not_found'));
  }
  await decide('refuse', applicationId);
});

test('people register only while owners let them, and have no role then', async () => {
  const guest = new Visitor('192.0.2.7');
  const signUp = (email: string) =>
    guest.call((api) => api.access.signUp({ name: '新人', email, password: PASSWORD }));
  await assert.rejects(signUp('new@example.com'), refusedWith('not_found'));
  assert.equal(await guest.call((api) => api.access.isSignUpOpen()), false);
  await changeAccess({ isSignUpOpen: true });
  assert.equal(await guest.call((api) => api.access.isSignUpOpen()), true);
  await signUp('New@example.com');
  const session = await guest.call((api) => api.session.me());
  assert.deepEqual([session?.user.email, session?.grants], ['new@example.com', []]);
  await assert.rejects(signUp('new@example.com'), refusedWith('account_exists'));
  await changeAccess({ isSignUpOpen: false });
  await assert.rejects(signUp('late@example.com'), refusedWith('not_found'));
});

test('one address does not try to register again and again', async () => {
  await changeAccess({ isSignUpOpen: true });
  const guest = new Visitor('192.0.2.8');
  const person = { name: 'x', email: owner.email, password: 'short' };
  const answers = new Set<string>();
  for (let tries = 0; tries < 25; tries++) {
    answers.add(await guest.call((api) => api.access.signUp(person)).then(String, String));
  }
  assert.deepEqual([...answers], ['TRPCError: input_invalid', 'TRPCError: too_many_attempts']);
  await changeAccess({ isSignUpOpen: false });
});

test('the end of the application period gives everybody the role at once, and its return takes it back', async () => {
  const anybody = await person(module.consoleState());
  const seen = () => anybody.visitor.call((api) => api.environments.list());
  assert.deepEqual(await seen(), []);
  await changeAccess({ accessMode: 'open', openRole: 'product' });
  assert.equal((await seen()).length, 1);
  await assert.rejects(
    anybody.visitor.call((api) => api.services.create({ environmentId, name: 'mine' })),
    refusedWith('not_found'),
  );
  await changeAccess({});
  assert.deepEqual(await seen(), []);
  const events = data.db.$client
    .prepare("select before, after from events where kind = 'access.changed'")
    .all();
  assert.match(JSON.stringify(events), /openRole/);
});

function changeAccess(settings: Partial<Parameters<typeof defaults>[0]>) {
  return owner.visitor.call((api) => api.access.change(defaults(settings)));
}

function defaults(settings: {
  accessMode?: 'application' | 'open';
  openRole?: 'ops' | 'product' | 'tester';
  isSignUpOpen?: boolean;
}) {
  return { accessMode: 'application', openRole: 'tester', isSignUpOpen: false, ...settings } as const;
}
