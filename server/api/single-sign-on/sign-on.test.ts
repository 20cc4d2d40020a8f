import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { type Answer, openBrowser } from '#server/api/auth/test-browser.ts';
import { CLIENT, TestProvider } from '#server/api/single-sign-on/test-provider.ts';
import { PASSWORD, type Person, person, Visitor } from '#server/api/test-visitor.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { randomText } from '#server/commands/random-text.ts';
import type { GroupRole } from '#server/domain/access.ts';
import { SIGN_ON_SESSION_MS, type SingleSignOnInput } from '#server/domain/single-sign-on.ts';

const CONSOLE = 'http://console.test';
const CALLBACK = `${CONSOLE}/api/auth/callback/single-sign-on`;

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let answerSignOn: typeof import('#server/api/single-sign-on/answer-sign-on.ts').answerSignOn;
let provider: TestProvider;
let owner: Person;
let environmentId: string;
/** Everything that the console answered. */
const said: string[] = [];

before(async () => {
  data = temporaryData();
  Object.assign(process.env, { DATA_DIR: data.dataDir, CONSOLE_URL: CONSOLE });
  state = await import('#server/api/console-state.ts');
  ({ answerSignOn } = await import('#server/api/single-sign-on/answer-sign-on.ts'));
  provider = await TestProvider.open(CALLBACK);
  owner = await person(state.consoleState(), 'owner');
  const actor = { id: owner.id, name: 'owner' };
  const context = { db: data.db, actor, now: Date.now, randomText, seal: () => '' };
  environmentId = createEnvironment(context, { alias: 'prod', region: 'sh' }).id;
  await set({});
});

after(async () => {
  await provider[Symbol.asyncDispose]();
  state.closeConsole();
  data[Symbol.dispose]();
});

type Browser = Awaited<ReturnType<typeof openBrowser>>;

function input(change: Partial<SingleSignOnInput>): SingleSignOnInput {
  return {
    isEnabled: true,
    label: '公司账号',
    issuer: provider.issuer,
    clientId: CLIENT.id,
    clientSecret: { kind: 'new-secret', value: CLIENT.secret },
    groupsClaim: 'groups',
    groupRoles: [role('release', 'product'), role('platform', 'ops')],
    ...change,
  };
}

function role(group: string, of: GroupRole['role']): GroupRole {
  return { group, environmentId: of === 'owner' ? null : environmentId, role: of };
}

function set(change: Partial<SingleSignOnInput>): Promise<void> {
  return owner.visitor.call((api) => api.singleSignOn.set(input(change)));
}

function somebody(sub: string, change: { verified?: boolean; groups?: string[]; email?: string } = {}): void {
  const { verified = true, groups = [], email = `${sub}@example.com` } = change;
  provider.people.set(sub, { email, email_verified: verified, name: `Name of ${sub}`, groups });
}

/** To the provider and to the address that leads back. */
async function leave(browser: Browser, sub: string | null): Promise<string> {
  const started = noted(await browser.tell<{ url: string }>('singleSignOn.start', { from: '/services' }));
  assert.equal(started.status, 200);
  return provider.pass(started.data.url, sub);
}

/** The page that follows, and whose session it has. */
async function comeBack(browser: Browser, address: string) {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, 'x-forwarded-for': '192.0.2.1' };
  const answer = await answerSignOn(new Request(address, { headers }));
  said.push(await answer.clone().text(), JSON.stringify([...answer.headers]));
  for (const line of answer.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (!/max-age=0\b/i.test(line)) browser.cookies.set(name, value);
  }
  return answer.headers.get('location') ?? '';
}

async function signOn(sub: string | null, browser?: Browser) {
  const used = browser ?? (await openBrowser());
  const page = await comeBack(used, await leave(used, sub));
  return { page, browser: used, me: await me(used) };
}

type Me = { user: { id: string; name: string; email: string }; grants: unknown[] } | null;

async function me(browser: Browser): Promise<Me> {
  return noted(await browser.ask<Me>('session.me')).data;
}

function noted<Data>(answer: Answer<Data>): Answer<Data> {
  said.push(JSON.stringify(answer.data ?? null), JSON.stringify([...answer.headers]));
  return answer;
}

function reason(page: string): string | null {
  return new URL(page, CONSOLE).searchParams.get('reason');
}

test('who is new gets in with an account of no role, for half a day, and the console keeps no token', async () => {
  somebody('anna');
  const { page, me: anna } = await signOn('anna');
  assert.equal(page, '/sign-in?from=%2Fservices');
  assert.deepEqual(anna?.grants, []);
  assert.equal(anna?.user.name, 'Name of anna');
  const read = (sql: string) => data.db.$client.prepare(sql).get(anna?.user.id);
  const { ends } = read('select expires_at as ends from session where user_id = ?') as { ends: number };
  assert.ok(ends > Date.now() && ends <= Date.now() + SIGN_ON_SESSION_MS);
  assert.deepEqual(
    read('select access_token a, id_token b, refresh_token c, account_id d from account where user_id = ?'),
    { a: null, b: null, c: null, d: `${provider.issuer} anna` },
  );
});

test('each sign-in takes the roles that the groups give now, and nothing of before', async () => {
  somebody('ben', { groups: ['release', 'unknown'] });
  const { browser, me: first } = await signOn('ben');
  assert.deepEqual(first?.grants, [{ environmentId, role: 'product' }]);
  somebody('ben', { groups: ['platform'] });
  assert.deepEqual((await signOn('ben')).me?.grants, [{ environmentId, role: 'ops' }]);
  somebody('ben', { groups: [] });
  await signOn('ben');
  assert.deepEqual((await me(browser))?.grants, [], 'also in the session of before');
  const kinds = data.db.$client.prepare('select kind from events where actor_id = ? order by id').pluck();
  assert.deepEqual(kinds.all(first?.user.id), [
    'member.groups-followed',
    'session.signed-in',
    'member.groups-followed',
    'session.signed-in',
    'member.groups-followed',
    'session.signed-in',
  ]);
});

test('a group can make owners, who are none by an owner’s word', async () => {
  await set({ groupRoles: [role('admins', 'owner')] });
  somebody('olga', { groups: ['admins'] });
  const { browser, me: olga } = await signOn('olga');
  assert.deepEqual(olga?.grants, [{ environmentId: null, role: 'owner' }]);
  const removed = noted(await browser.tell('members.remove', { userId: owner.id }));
  assert.equal(removed.problem?.code, 'member_last_owner');
  await set({});
  assert.deepEqual((await me(browser))?.grants, [], 'a role that is given no more is gone at once');
});

test('roles of groups end a week after the last sign-in by the provider', async () => {
  somebody('carl', { groups: ['release'] });
  const { browser, me: carl } = await signOn('carl');
  assert.equal(carl?.grants.length, 1);
  data.db.$client
    .prepare('update group_grants set expires_at = ? where user_id = ?')
    .run(Date.now(), carl?.user.id);
  assert.deepEqual((await me(browser))?.grants, []);
});

test('a checked address leads to the account that an owner invited by it, and to no other', async () => {
  const grants = [{ environmentId, role: 'tester' as const }];
  const join = async (invited: string | null, email: string) => {
    const { secret } = await owner.visitor.call((api) => api.invitations.create({ email: invited, grants }));
    const joining = { secret, name: 'x', email, password: PASSWORD };
    const visitor = new Visitor();
    await visitor.call((api) => api.invitations.join(joining));
    return visitor.call((api) => api.session.me());
  };
  const member = await join('Dora@example.com', 'dora@example.com');
  somebody('dora', { email: 'DORA@example.com' });
  assert.equal((await signOn('dora')).me?.user.id, member?.user.id);
  // Whoever holds an open invitation may type any address, and applicants do.
  await join(null, 'emil@example.com');
  const { email: registered } = await person(state.consoleState());
  for (const [sub, email] of Object.entries({ emil: 'emil@example.com', erna: registered })) {
    somebody(sub, { email, groups: ['admins'] });
    const taken = await signOn(sub);
    assert.equal(reason(taken.page), 'sign_on_account_exists');
    assert.equal(taken.me, null);
  }
});

test('an address that the provider has not checked leads to no account that is there', async () => {
  somebody('mallory', { email: owner.email, verified: false });
  const { page, me: nobody } = await signOn('mallory');
  assert.equal(reason(page), 'sign_on_account_exists');
  assert.equal(nobody, null);
});

test('the way back works once, and only in the browser that left', async () => {
  somebody('fred');
  const browser = await openBrowser();
  const address = await leave(browser, 'fred');
  assert.equal(reason(await comeBack(await openBrowser(), address)), 'sign_on_expired');
  const kept = new Map(browser.cookies);
  assert.equal(reason(await comeBack(browser, address)), null, 'nobody else can use it up');
  const thief = await openBrowser();
  for (const [name, value] of kept) thief.cookies.set(name, value);
  assert.equal(reason(await comeBack(thief, address)), 'sign_on_expired');
  assert.equal(await me(thief), null);
});

test('a way back that names another issuer, or an invented code, lets nobody in', async () => {
  somebody('gina');
  for (const [name, value] of [
    ['iss', 'https://other.test'],
    ['code', 'invented'],
  ] as const) {
    const browser = await openBrowser();
    const address = new URL(await leave(browser, 'gina'));
    address.searchParams.set(name, value);
    assert.equal(reason(await comeBack(browser, address.href)), 'sign_on_failed', name);
    assert.equal(await me(browser), null);
  }
});

test('what the provider says of a refusal becomes a sentence of ours', async () => {
  const { page } = await signOn(null);
  assert.equal(page, '/sign-in?from=%2Fservices&reason=sign_on_denied');
  const [{ kind, problem }] = data.db.$client
    .prepare('select kind, problem from events order by id desc limit 1')
    .all() as [{ kind: string; problem: string }];
  assert.deepEqual({ kind, problem }, { kind: 'session.sign-in-refused', problem: 'sign_on_denied' });
});

test('the question to the provider has PKCE, state and nonce, and no client secret', async () => {
  const browser = await openBrowser();
  const { data: started } = await browser.tell<{ url: string }>('singleSignOn.start', { from: '/' });
  const asked = new URL(started.url).searchParams;
  assert.equal(asked.get('code_challenge_method'), 'S256');
  assert.equal(asked.get('redirect_uri'), CALLBACK);
  for (const name of ['code_challenge', 'state', 'nonce'])
    assert.ok((asked.get(name)?.length ?? 0) >= 32, name);
  assert.ok(!started.url.includes(CLIENT.secret));
});

test('a provider that is another than it is called, or none, is told to the owner and not used', async () => {
  const server = createServer((_, response) => {
    const issuer = 'https://other.test';
    const urls = { authorization_endpoint: issuer, token_endpoint: issuer, jwks_uri: issuer };
    response.end(JSON.stringify({ issuer, ...urls, id_token_signing_alg_values_supported: ['RS256'] }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const check = (of: string) => owner.visitor.call((api) => api.singleSignOn.check({ issuer: of }));
  assert.deepEqual(await check(issuer), { fault: { code: 'issuer-differs', found: 'https://other.test' } });
  await set({ issuer });
  const browser = await openBrowser();
  const started = await browser.tell('singleSignOn.start', { from: '/' });
  assert.equal(started.problem?.code, 'sign_on_failed');
  server.close();
  await once(server, 'close');
  assert.equal((await check(issuer)).fault?.code, 'unreachable');
  assert.equal((await check(provider.issuer)).fault, null);
  await assert.rejects(check('http://idp.example.com'), { code: 'BAD_REQUEST' });
  await set({});
});

test('a client secret goes to no other provider than the one that it was entered for', async () => {
  const other = set({ issuer: 'https://other.test', clientSecret: { kind: 'keep' } });
  await assert.rejects(other, ({ cause }) => cause.issues[0].code === 'sign_on_secret_again');
  await set({ clientSecret: { kind: 'keep' } });
  somebody('hans');
  assert.ok((await signOn('hans')).me);
});

test('once it is off nobody gets in by it, and what groups gave is gone', async () => {
  somebody('ida', { groups: ['platform'] });
  const { browser } = await signOn('ida');
  const address = await leave(browser, 'ida');
  await set({ isEnabled: false });
  assert.deepEqual((await me(browser))?.grants, []);
  assert.equal((await browser.ask('singleSignOn.button')).data, null);
  assert.equal((await browser.tell('singleSignOn.start', { from: '/' })).problem?.code, 'not_found');
  assert.equal(reason(await comeBack(await openBrowser(), address)), 'sign_on_failed');
  await set({});
});

test('a password still signs in beside it', async () => {
  const browser = await openBrowser();
  await browser.tell('session.signIn', { email: owner.email, password: PASSWORD });
  assert.equal((await me(browser))?.user.id, owner.id);
});

test('the client secret is in no answer, no event and nowhere in the data but sealed', async () => {
  const { settings } = await owner.visitor.call((api) => api.singleSignOn.get());
  assert.equal(settings?.hasClientSecret, true);
  const events = JSON.stringify(data.db.$client.prepare('select * from events').all());
  assert.match(events, /access\.single-sign-on-set/);
  const stored = JSON.stringify(data.db.$client.prepare('select * from installation_settings').all());
  for (const text of [...said, JSON.stringify(settings), events, stored]) {
    assert.ok(!text.includes(CLIENT.secret), text);
    if (text !== stored) assert.doesNotMatch(text, /v2\.[0-9a-f]{12}\./);
  }
});
