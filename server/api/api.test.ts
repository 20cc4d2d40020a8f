import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { insertGrant } from '#db/stores/people.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { ensureSetupCode, readSetupCode } from '#server/keys/setup-code.ts';

let data: TemporaryData;
let api: typeof import('#server/api/router.ts');
let contexts: typeof import('#server/api/context.ts');
let state: typeof import('#server/api/console-state.ts');

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  api = await import('#server/api/router.ts');
  contexts = await import('#server/api/context.ts');
  state = await import('#server/api/console-state.ts');
  OWNER.code = ensureSetupCode(data.dataDir);
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

type Answer = {
  status: number;
  body: { result?: { data: unknown }; error?: { data: Problem } };
  cookie: string;
  cookieLines: string[];
};
type Problem = { problem: { code: string; issues: { path: unknown[]; code: string }[] } | null };

async function call(kind: 'GET' | 'POST', path: string, input: unknown, cookie = ''): Promise<Answer> {
  const url = new URL(`http://console.test/api/trpc/${path}`);
  if (kind === 'GET') url.searchParams.set('input', JSON.stringify(input));
  const request = new Request(url, {
    method: kind,
    headers: { cookie, 'content-type': 'application/json' },
    body: kind === 'POST' ? JSON.stringify(input) : undefined,
  });
  const response = await fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: api.appRouter,
    createContext: ({ req, resHeaders }) => contexts.createContext(req.headers, resHeaders),
  });
  const cookieLines = response.headers.getSetCookie();
  return {
    status: response.status,
    body: (await response.json()) as Answer['body'],
    cookie: cookieLines.map((line) => line.split(';')[0]).join('; '),
    cookieLines,
  };
}

const OWNER = {
  code: '',
  email: 'owner@example.com',
  password: 'correct horse battery',
  environment: { alias: '生产', region: 'sh' },
};

let owner = '';

test('the first run makes one owner, signs in, and works once', async () => {
  const weak = await call('POST', 'setup.createOwner', { ...OWNER, password: 'short', email: 'no' });
  assert.deepEqual(
    weak.body.error?.data.problem?.issues.map((issue) => issue.code),
    ['email_invalid', 'password_too_short'],
  );
  const guessed = await call('POST', 'setup.createOwner', { ...OWNER, code: 'AAAA-AAAA-AAAA' });
  assert.deepEqual(guessed.body.error?.data.problem?.issues, [{ path: ['code'], code: 'setup_code_wrong' }]);
  const listed = await call('POST', 'setup.createOwner', { ...OWNER, password: 'Qwertyuiop1!' });
  assert.equal(listed.body.error?.data.problem?.issues[0]?.code, 'password_too_common');
  await signUp(OWNER.email); // A first run that broke off half-way does not stand in the way.
  const first = await call('POST', 'setup.createOwner', OWNER);
  assert.equal(first.status, 200);
  owner = first.cookie;
  assert.match(owner, /berth\.session_token=/);
  for (const line of first.cookieLines) {
    assert.match(line, /HttpOnly/i);
    assert.match(line, /SameSite=Lax/i);
    assert.doesNotMatch(line, /Domain=/i);
  }
  assert.equal(readSetupCode(data.dataDir), undefined);
  const again = await call('POST', 'setup.createOwner', { ...OWNER, email: 'second@example.com' });
  assert.equal(again.body.error?.data.problem?.code, 'setup_done');
});

test('what is not granted looks like what is not there', async () => {
  const environmentId = await firstEnvironment();
  const made = await call('POST', 'services.create', { environmentId, name: 'order' }, owner);
  const { serviceId } = resultOf<{ serviceId: string }>(made);
  const stranger = await signUp('stranger@example.com');
  const missing = await call('GET', 'services.get', { serviceId: 'srv-missing' }, stranger.cookie);
  const foreign = await call('GET', 'services.get', { serviceId }, stranger.cookie);
  assert.equal(missing.status, 404);
  assert.deepEqual(foreign.body.error?.data.problem, missing.body.error?.data.problem);

  insertGrant(data.db, { userId: stranger.id, environmentId, role: 'tester', createdAt: 1 });
  assert.equal((await call('GET', 'services.get', { serviceId }, stranger.cookie)).status, 200);
  const pause = await call('POST', 'services.pause', { serviceId }, stranger.cookie);
  assert.equal(pause.status, 404);
});

test('a wrong form comes back with every problem at its field', async () => {
  const made = await call(
    'POST',
    'services.create',
    { environmentId: await firstEnvironment(), name: 'forms' },
    owner,
  );
  const { serviceId } = resultOf<{ serviceId: string }>(made);
  const spec = { source: { kind: 'image', image: 'Not An Image' }, port: 0 };
  const answer = await call('POST', 'versions.deploy', { serviceId, spec }, owner);
  assert.equal(answer.status, 400);
  assert.deepEqual(
    answer.body.error?.data.problem?.issues.map((issue) => [issue.path.join('.'), issue.code]),
    [
      ['spec.source.image', 'image_invalid'],
      ['spec.port', 'port_invalid'],
    ],
  );
});

function resultOf<Data>(answer: Answer): Data {
  assert.equal(answer.status, 200);
  return answer.body.result?.data as Data;
}

async function firstEnvironment(): Promise<string> {
  const [first] = resultOf<{ id: string }[]>(await call('GET', 'environments.list', undefined, owner));
  assert.ok(first);
  return first.id;
}

async function signUp(email: string): Promise<{ id: string; cookie: string }> {
  const { headers, response } = await state.consoleState().auth.api.signUpEmail({
    body: { email, password: 'correct horse battery', name: email },
    returnHeaders: true,
  });
  const cookie = headers.getSetCookie().map((line) => line.split(';')[0]);
  return { id: response.user.id, cookie: cookie.join('; ') };
}
