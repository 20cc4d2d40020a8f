import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { insertAccount } from '#db/stores/accounts.ts';
import { saveFailures } from '#db/stores/sign-in-failures.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { type Answer, openBrowser } from '#server/api/auth/test-browser.ts';

const PASSWORD = 'correct horse battery';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let passwordHash = '';

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  passwordHash = await (await state.consoleState().auth.$context).password.hash(PASSWORD);
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** Slow hashing would be most of the tests' time, so that all have one password. */
function account(name: string): { id: string; email: string } {
  const [id, email] = [`id-${name}`, `${name}@example.com`];
  insertAccount(data.db, { id, name, email, passwordHash, at: 1 });
  return { id, email };
}

/** Several browsers of as many addresses, so that no address is what makes one wait. */
async function tryFrom(address: string, email: string, password: string): Promise<Answer> {
  return (await openBrowser({ address })).tell('session.signIn', { email, password });
}

function stopClock(t: TestContext): (ms: number) => void {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  return (ms) => t.mock.timers.tick(ms);
}

function eventsOf(target: string) {
  return data.db.$client
    .prepare('select kind, actor_id as actorId, target, problem, address from events where target like ?')
    .all(target) as {
    kind: string;
    actorId: string;
    target: string;
    problem: string | null;
    address: string;
  }[];
}

test('who signs in is signed in, by a cookie that only this host gets, and out again', async () => {
  const { id } = account('in');
  const browser = await openBrowser({ address: '192.0.2.9' });
  const answer = await browser.tell('session.signIn', { email: ' IN@example.com ', password: PASSWORD });
  assert.deepEqual(answer.data, { isSignedIn: true });
  const [line = ''] = answer.headers.getSetCookie();
  assert.match(line, /^berth\.session_token=.*HttpOnly.*SameSite=Lax/i);
  assert.match(line, /Max-Age=604800/);
  assert.doesNotMatch(line, /Domain=/i);
  const me = await browser.ask<{ user: { id: string } }>('session.me');
  assert.equal(me.data.user.id, id);

  const cookie = browser.cookies.get('berth.session_token') ?? '';
  assert.equal((await browser.tell('session.signOut')).status, 200);
  assert.equal(browser.cookies.has('berth.session_token'), false);
  browser.cookies.set('berth.session_token', cookie);
  assert.equal((await browser.ask('session.me')).data, null, 'the old cookie is worth nothing');
  const kinds = eventsOf('session:%').map(({ kind, actorId }) => ({ kind, actorId }));
  assert.deepEqual(kinds, [
    { kind: 'session.signed-in', actorId: id },
    { kind: 'session.signed-out', actorId: id },
  ]);
});

test('a wrong password and an account that does not exist answer alike, also once they have to wait', async (t) => {
  stopClock(t);
  const { email } = account('known');
  const answersFor = async (who: string, typed: string) => {
    const answers: unknown[] = [];
    for (let count = 0; count < 7; count++) {
      const { status, problem, headers } = await tryFrom(`198.51.100.${who}`, typed, 'not my password');
      answers.push([status, problem?.code, problem?.params, headers.get('retry-after')]);
    }
    return answers;
  };
  const known = await answersFor('1', email);
  assert.deepEqual(known.slice(0, 5), Array(5).fill([401, 'credentials_wrong', {}, null]));
  assert.deepEqual(known.slice(5), Array(2).fill([429, 'too_many_attempts', { seconds: 30 }, '30']));
  assert.deepEqual(await answersFor('2', 'nobody@example.com'), known);
});

test('the lock holds for the right password too, doubles, and a sign-in begins anew', async (t) => {
  const tick = stopClock(t);
  const { email } = account('locked');
  for (let count = 0; count < 5; count++) await tryFrom(`203.0.113.${count}`, email, 'wrong');
  const locked = await tryFrom('203.0.113.50', email, PASSWORD);
  assert.equal(locked.problem?.code, 'too_many_attempts', 'from another address, in other capitals');
  assert.equal((await tryFrom('203.0.113.51', email.toUpperCase(), PASSWORD)).status, 429);
  tick(30_000);
  assert.equal((await tryFrom('203.0.113.52', email, 'wrong')).status, 401);
  assert.equal((await tryFrom('203.0.113.53', email, PASSWORD)).headers.get('retry-after'), '60');
  tick(60_000);
  assert.equal((await tryFrom('203.0.113.54', email, PASSWORD)).status, 200);
  for (let count = 0; count < 4; count++) await tryFrom(`203.0.113.6${count}`, email, 'wrong');
  assert.equal((await tryFrom('203.0.113.70', email, PASSWORD)).status, 200);
});

test('forty tries at once get no further than five', async () => {
  const { email } = account('hammered');
  const tries = Array.from({ length: 40 }, (_, index) => tryFrom(`10.0.0.${index}`, email, `guess ${index}`));
  const statuses = (await Promise.all(tries)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 401).length, 5);
  assert.equal(statuses.filter((status) => status === 429).length, 35);
});

/** As if so many tries from there had failed a moment ago. */
function failedBefore(address: string, count: number): void {
  saveFailures(data.db, `address:${address}`, { count, lastAt: Date.now(), lockedUntil: 0 });
}

test('one address that tries many accounts has to wait after twenty, and others need not', async () => {
  const { email } = account('neighbour');
  failedBefore('192.0.2.77', 18);
  const statuses: number[] = [];
  for (let count = 0; count < 3; count++)
    statuses.push((await tryFrom('192.0.2.77', `spray-${count}@example.com`, 'Winter')).status);
  assert.deepEqual(statuses, [401, 401, 429]);
  assert.equal((await tryFrom('192.0.2.77', email, PASSWORD)).status, 429);
  assert.equal((await tryFrom('192.0.2.78', email, PASSWORD)).status, 200);
});

test('right passwords never bring a busy office nearer to having to wait', async () => {
  const { email } = account('office');
  failedBefore('192.0.2.80', 19);
  for (let count = 0; count < 3; count++)
    assert.equal((await tryFrom('192.0.2.80', email, PASSWORD)).status, 200);
});

test('a refused sign-in is in the log without what was typed, where the account is unknown', async () => {
  const { id, email } = account('logged');
  await tryFrom('192.0.2.90', email, 'hunter2hunter2');
  await tryFrom('192.0.2.90', 'my secret password', 'hunter2hunter2');
  const [known] = eventsOf(`member:${id}`);
  assert.deepEqual(known, {
    kind: 'session.sign-in-refused',
    actorId: 'stranger',
    target: `member:${id}`,
    problem: 'credentials_wrong',
    address: '192.0.2.90',
  });
  const tables = ['events', 'sign_in_failures'].map((table) =>
    JSON.stringify(data.db.$client.prepare(`select * from ${table}`).all()),
  );
  assert.doesNotMatch(tables.join(), /hunter2|my secret password|spray-\d/);
});

test('a text that is no address is refused like any other account', async () => {
  for (const email of ['', 'x', 'a@b', `${'x'.repeat(300)}@example.com`, "' or 1=1 --"])
    assert.equal((await tryFrom('192.0.2.91', email, PASSWORD)).problem?.code, 'credentials_wrong', email);
});
