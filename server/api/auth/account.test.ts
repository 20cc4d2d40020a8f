import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { insertAccount } from '#db/stores/accounts.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { openBrowser } from '#server/api/auth/test-browser.ts';
import { authenticatorCode, fromBase32 } from '#server/keys/test-authenticator.ts';

const PASSWORD = 'correct horse battery';

type Session = {
  id: string;
  address: string | null;
  userAgent: string | null;
  lastUsedAt: number;
  isThisOne: boolean;
};
type Prepared = { uri: string; secret: string; recoveryCodes: string[] };
type TestBrowser = Awaited<ReturnType<typeof openBrowser>>;

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
function account(name: string): string {
  const email = `${name}@example.com`;
  insertAccount(data.db, { id: `id-${name}`, name, email, passwordHash, at: 1 });
  return email;
}

async function signedIn(email: string, from: Parameters<typeof openBrowser>[0] = {}, password = PASSWORD) {
  const browser = await openBrowser(from);
  const { data: outcome } = await browser.tell<{ isSignedIn: boolean }>('session.signIn', {
    email,
    password,
  });
  return { ...browser, isSignedIn: outcome?.isSignedIn };
}

/** With an authenticator; codes of the past are used up, so `codeOf` gives the one that is due next. */
async function secondFactorOn(browser: TestBrowser): Promise<Prepared> {
  const { data: prepared } = await browser.tell<Prepared>('account.prepareSecondFactor', {
    password: PASSWORD,
  });
  const on = await browser.tell('account.turnOnSecondFactor', { code: authenticatorCode(prepared.secret) });
  assert.equal(on.status, 200);
  return prepared;
}

const nextCode = ({ secret }: Prepared) => authenticatorCode(secret, 30_000);

async function isIn(browser: TestBrowser): Promise<boolean> {
  return (await browser.ask('session.me')).data !== null;
}

function kindsOf(pattern: string): string[] {
  const rows = data.db.$client.prepare('select kind from events where kind like ? order by id').all(pattern);
  return (rows as { kind: string }[]).map(({ kind }) => kind);
}

function stopClock(t: TestContext): (ms: number) => void {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  return (ms) => t.mock.timers.tick(ms);
}

test('the second factor is on once a first code was right, and is asked for from then on', async () => {
  const email = account('careful');
  const browser = await signedIn(email);
  const wrong = await browser.tell('account.prepareSecondFactor', { password: 'not mine at all' });
  assert.deepEqual(wrong.problem?.issues, [{ path: ['password'], code: 'password_wrong' }]);
  const { data: prepared } = await browser.tell<Prepared>('account.prepareSecondFactor', {
    password: PASSWORD,
  });
  assert.match(prepared.uri, /^otpauth:\/\/totp\/CloudBerth:careful%40example\.com\?secret=[A-Z2-7]+&/);
  assert.equal(new Set(prepared.recoveryCodes).size, 10);
  assert.equal((await signedIn(email)).isSignedIn, true, 'not yet');
  const off = await browser.tell('account.turnOnSecondFactor', { code: '000000' });
  assert.deepEqual(off.problem?.issues, [{ path: ['code'], code: 'code_wrong' }]);
  const first = authenticatorCode(prepared.secret);
  assert.equal((await browser.tell('account.turnOnSecondFactor', { code: first })).status, 200);
  assert.equal(await isIn(browser), true, 'the session stays');
  const again = await browser.tell('account.prepareSecondFactor', { password: PASSWORD });
  assert.equal(again.problem?.code, 'second_factor_on');

  const other = await signedIn(email);
  assert.equal(other.isSignedIn, false);
  assert.equal(await isIn(other), false);
  const used = await other.tell('session.passSecondFactor', { code: first });
  assert.equal(used.problem?.code, 'second_factor_wrong', 'a code counts once');
  const code = nextCode(prepared);
  const passed = await other.tell('session.passSecondFactor', {
    code: `${code.slice(0, 3)} ${code.slice(3)}`,
  });
  assert.equal(passed.status, 200);
  assert.equal(await isIn(other), true);
});

test('a recovery code lets in once, as it was typed; new ones make the old ones worthless', async () => {
  const email = account('phoneless');
  const browser = await signedIn(email);
  const { recoveryCodes } = await secondFactorOn(browser);
  const [first = '', second = ''] = recoveryCodes;
  const pass = async (code: string) => {
    const other = await signedIn(email);
    return (await other.tell('session.passSecondFactor', { code })).problem?.code ?? 'in';
  };
  assert.equal(await pass(first.toUpperCase().replace('-', ' ')), 'in');
  assert.equal(await pass(first), 'second_factor_wrong');
  const facts = await browser.ask<{ recoveryCodesLeft: number }>('account.get');
  assert.equal(facts.data.recoveryCodesLeft, 9);
  const renewed = await browser.tell<{ recoveryCodes: string[] }>('account.renewRecoveryCodes', {
    password: PASSWORD,
  });
  assert.equal(await pass(second), 'second_factor_wrong');
  assert.equal(await pass(renewed.data.recoveryCodes[0] ?? ''), 'in');
});

test('the second factor goes with the password only, and then the password is enough', async () => {
  const email = account('leaving');
  const browser = await signedIn(email);
  const idle = await browser.tell('account.turnOffSecondFactor', { password: PASSWORD });
  assert.equal(idle.problem?.code, 'second_factor_off');
  await secondFactorOn(browser);
  const wrong = await browser.tell('account.turnOffSecondFactor', { password: 'not mine at all' });
  assert.deepEqual(wrong.problem?.issues, [{ path: ['password'], code: 'password_wrong' }]);
  assert.equal((await browser.tell('account.turnOffSecondFactor', { password: PASSWORD })).status, 200);
  assert.equal((await signedIn(email)).isSignedIn, true);
});

test('wrong codes lock the account like wrong passwords, and a right password does not unlock it', async (t) => {
  const tick = stopClock(t);
  const email = account('guessed');
  const prepared = await secondFactorOn(await signedIn(email));
  tick(120_000);
  const from = (index: number) => ({ address: `198.51.100.${index}` });
  for (let index = 0; index < 4; index++) {
    const browser = await signedIn(email, from(index));
    assert.equal((await browser.tell('session.passSecondFactor', { code: '12345x' })).status, 401);
  }
  const browser = await signedIn(email, from(10));
  assert.equal((await browser.tell('session.passSecondFactor', { code: '12345x' })).status, 401);
  const right = await browser.tell('session.passSecondFactor', { code: authenticatorCode(prepared.secret) });
  assert.equal(right.problem?.code, 'too_many_attempts');
  tick(30_000);
  const code = authenticatorCode(prepared.secret);
  assert.equal((await browser.tell('session.passSecondFactor', { code })).status, 200);
});

test('between password and code there are ten minutes and one cookie; nothing else leads on', async (t) => {
  const tick = stopClock(t);
  const email = account('slow');
  const owner = await signedIn(email);
  const prepared = await secondFactorOn(owner);
  const stranger = await openBrowser();
  const without = await stranger.tell('session.passSecondFactor', { code: nextCode(prepared) });
  assert.equal(without.problem?.code, 'second_factor_expired');
  const browser = await signedIn(email);
  const forged = browser.cookies.get('berth.two_factor')?.replace(/\..*/, '.AAAA') ?? '';
  stranger.cookies.set('berth.two_factor', forged);
  const byForged = await stranger.tell('session.passSecondFactor', { code: nextCode(prepared) });
  assert.equal(byForged.problem?.code, 'second_factor_expired');
  tick(10 * 60_000 + 1);
  const late = await browser.tell('session.passSecondFactor', { code: authenticatorCode(prepared.secret) });
  assert.equal(late.problem?.code, 'second_factor_expired');
});

test('secret and recovery codes are not in the database as they were shown', async () => {
  const browser = await signedIn(account('sealed'));
  const { secret, recoveryCodes } = await secondFactorOn(browser);
  const tables = ['two_factor', 'events', 'verification', 'user', 'account'];
  const rows = tables.map((table) => JSON.stringify(data.db.$client.prepare(`select * from ${table}`).all()));
  const stored = rows.join().toLowerCase();
  const raw = fromBase32(secret).toString();
  assert.match(raw, /^[\w-]{32}$/);
  for (const shown of [raw.toLowerCase(), secret.toLowerCase(), ...recoveryCodes])
    assert.ok(!stored.includes(shown));
});

test('another password needs the present one, obeys the rules, and ends every other session', async () => {
  const email = account('kuznetsova');
  const [browser, other] = [await signedIn(email), await signedIn(email)];
  const change = (currentPassword: string, newPassword: string) =>
    browser.tell('account.changePassword', { currentPassword, newPassword });
  const wrong = await change('not mine at all', 'eleven quiet geese');
  assert.deepEqual(wrong.problem?.issues, [{ path: ['currentPassword'], code: 'password_wrong' }]);
  for (const [password, code] of [
    ['short', 'password_too_short'],
    ['qwertyuiop', 'password_too_common'],
    ['kuznetsova26', 'password_personal'],
    ['x'.repeat(2_000), 'password_too_long'],
  ] as const) {
    const refused = await change(PASSWORD, password);
    assert.deepEqual(
      refused.problem?.issues.map((issue) => issue.code),
      [code],
    );
    assert.deepEqual(refused.problem?.issues[0]?.path, ['newPassword']);
  }
  assert.equal(await isIn(other), true);
  assert.equal((await change(PASSWORD, 'eleven quiet geese')).status, 200);
  assert.deepEqual([await isIn(browser), await isIn(other)], [true, false]);
  assert.equal((await signedIn(email)).isSignedIn, undefined);
  assert.equal((await signedIn(email, {}, 'eleven quiet geese')).isSignedIn, true);
});

test('guessing the present password in an open browser has to wait too', async (t) => {
  stopClock(t);
  const browser = await signedIn(account('borrowed'));
  const codes: unknown[] = [];
  for (let count = 0; count < 6; count++) {
    const answer = await browser.tell('account.turnOffSecondFactor', { password: 'guess' });
    const change = await browser.tell('account.changePassword', {
      currentPassword: 'guess',
      newPassword: 'eleven quiet geese',
    });
    codes.push(answer.problem?.code, change.problem?.code);
  }
  assert.deepEqual(codes.filter((code) => code === 'input_invalid').length, 5);
  assert.equal(codes.at(-1), 'too_many_attempts');
});

test('one sees one’s sessions and ends them; their next call is not signed in', async (t) => {
  const tick = stopClock(t);
  const email = account('travelling');
  const browser = await signedIn(email, { address: '192.0.2.1', userAgent: 'Firefox' });
  const phone = await signedIn(email, { address: '192.0.2.2, 10.0.0.1', userAgent: 'Phone' });
  const foreign = await signedIn(account('somebody'));
  tick(90_000);
  await phone.ask('session.me');
  const { data: sessions } = await browser.ask<Session[]>('account.sessions');
  assert.deepEqual(
    sessions.map(({ address, userAgent, isThisOne }) => [address, userAgent, isThisOne]).toSorted(),
    [
      ['192.0.2.1', 'Firefox', true],
      ['192.0.2.2', 'Phone', false],
    ],
  );
  const phoneSession = sessions.find(({ isThisOne }) => !isThisOne);
  assert.equal(phoneSession?.lastUsedAt, Date.now(), 'when it was last used');
  assert.doesNotMatch(JSON.stringify(sessions), new RegExp(tokenOf(phone)), 'and nothing to get in with');

  const order = { sessionId: phoneSession?.id };
  assert.equal((await foreign.tell('account.revokeSession', order)).problem?.code, 'not_found');
  assert.equal(await isIn(phone), true);
  assert.equal((await browser.tell('account.revokeSession', order)).status, 200);
  const ended = await phone.ask('account.sessions');
  assert.deepEqual([ended.status, ended.problem?.code], [401, 'not_signed_in']);

  const [third, fourth] = [await signedIn(email), await signedIn(email)];
  assert.deepEqual((await browser.tell('account.revokeOtherSessions')).data, { count: 2 });
  assert.deepEqual(
    [await isIn(browser), await isIn(third), await isIn(fourth), await isIn(foreign)],
    [true, false, false, true],
  );
  assert.deepEqual(kindsOf('session.revoked'), ['session.revoked', 'session.revoked']);
});

test('a session ends seven days after signing in, however much it is used', async (t) => {
  const tick = stopClock(t);
  const browser = await signedIn(account('working'));
  for (let day = 1; day < 7; day++) {
    tick(24 * 3600_000);
    assert.equal(await isIn(browser), true, `day ${day}`);
  }
  tick(24 * 3600_000 + 1);
  assert.equal(await isIn(browser), false);
});

test('one’s name is what others read from the next call on', async () => {
  const browser = await signedIn(account('renamed'));
  const blank = await browser.tell('account.rename', { name: '  ' });
  assert.equal(blank.problem?.issues[0]?.code, 'name_invalid');
  assert.equal((await browser.tell('account.rename', { name: ' 陈琳 ' })).status, 200);
  const me = await browser.ask<{ user: { name: string } }>('session.me');
  assert.equal(me.data.user.name, '陈琳');
});

function tokenOf(browser: TestBrowser): string {
  return (browser.cookies.get('berth.session_token') ?? '').split(/\.|%2E/i)[0] ?? '';
}
