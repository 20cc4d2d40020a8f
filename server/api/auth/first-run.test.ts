import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { openBrowser } from '#server/api/auth/test-browser.ts';
import { createAuth } from '#server/api/auth.ts';
import { ensureSetupCode, readSetupCode } from '#server/keys/setup-code.ts';

const ORDER = {
  email: 'owner@example.com',
  password: 'correct horse battery',
  environment: { alias: '生产', region: 'sh' },
};

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

function countOf(table: 'user' | 'grants' | 'environments'): number {
  const row = data.db.$client.prepare(`select count(*) as count from ${table}`).get();
  return (row as { count: number }).count;
}

test('without a code that was made, no code is right, not even an empty one', async () => {
  const browser = await openBrowser({ address: '192.0.2.1' });
  const answer = await browser.tell('setup.createOwner', { ...ORDER, code: '' });
  assert.equal(answer.problem?.issues[0]?.code, 'setup_code_wrong');
});

test('a stranger learns that there is no owner, and nothing of the machine', async () => {
  const browser = await openBrowser({ address: '192.0.2.2' });
  assert.deepEqual((await browser.ask('setup.status')).data, { isDone: false });
  const code = ensureSetupCode(data.dataDir);
  const guessed = await browser.tell('setup.machine', { code: 'AAAA-AAAA-AAAA' });
  assert.deepEqual([guessed.status, guessed.data], [400, undefined]);
  const shown = await browser.tell<object>('setup.machine', { code: code.toLowerCase() });
  assert.ok('dataDirFreeBytes' in shown.data);
});

test('guessing the code has to wait after twenty tries, and looking with the right one never counts', async () => {
  const code = ensureSetupCode(data.dataDir);
  const [guesser, owner] = [await openBrowser({ address: '192.0.2.3' }), await openBrowser()];
  const statuses: number[] = [];
  for (let count = 0; count < 21; count++)
    statuses.push((await guesser.tell('setup.machine', { code: `AAAA-AAAA-${1000 + count}` })).status);
  assert.deepEqual(statuses, [...Array(20).fill(400), 429]);
  assert.equal((await guesser.tell('setup.createOwner', { ...ORDER, code })).status, 429);
  for (let count = 0; count < 25; count++)
    assert.equal((await owner.tell('setup.machine', { code })).status, 200);
});

test('of two first runs at once one makes the owner, and the other leaves nothing behind', async () => {
  const code = ensureSetupCode(data.dataDir);
  const emails = ['first@example.com', 'second@example.com'];
  const answers = await Promise.all(
    emails.map(async (email) =>
      (await openBrowser({ address: '192.0.2.4' })).tell('setup.createOwner', { ...ORDER, email, code }),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409]);
  assert.deepEqual([countOf('user'), countOf('grants'), countOf('environments')], [1, 1, 1]);
  assert.equal(readSetupCode(data.dataDir), undefined);
});

test('afterwards there is nothing to set up, with the code or without', async () => {
  const browser = await openBrowser({ address: '192.0.2.5' });
  for (const path of ['setup.machine', 'setup.createOwner'] as const) {
    const answer = await browser.tell(path, { ...ORDER, code: ensureSetupCode(data.dataDir) });
    assert.equal(answer.problem?.code, 'setup_done', path);
  }
});

test('behind TLS no other host can set the session’s cookie, and none goes without TLS', async () => {
  const auth = createAuth(data.db, randomBytes(32), 'https://console.example.com');
  const body = { email: 'tls@example.com', password: 'correct horse battery', name: 'tls' };
  const { headers } = await auth.api.signUpEmail({ body, returnHeaders: true });
  const lines = headers.getSetCookie();
  assert.ok(lines.length > 0);
  for (const line of lines) {
    assert.match(line, /^__Host-berth\./);
    for (const wanted of [/; Path=\//i, /; Secure/i, /; HttpOnly/i, /; SameSite=Lax/i])
      assert.match(line, wanted);
    assert.doesNotMatch(line, /Domain=/i);
  }
});
