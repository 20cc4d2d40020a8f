// Every field of every procedure gets what nobody meant to write there, by HTTP's own words.
// Each answer is a success or a problem that a person can read: never an error of ours, never a wait, never a program
// that was started, never another prototype. FUZZ_RUNS: values for each field and form; all of them where it is large.
import assert from 'node:assert/strict';
import { channel } from 'node:diagnostics_channel';
import { after, before, test } from 'node:test';
import type { AnyTRPCRouter } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { findService } from '#db/stores/services.ts';
import { findVersion } from '#db/stores/versions.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import {
  type Hints,
  isObject,
  type Json,
  placesIn,
  sampleInputs,
  valueAt,
  withAt,
} from '#server/api/test-inputs.ts';
import { PASSWORD, type Person, person } from '#server/api/test-visitor.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { randomText } from '#server/commands/random-text.ts';
import { specInputSchema } from '#server/domain/spec.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 1);
const ANSWER_WITHIN_MS = 5_000;
const MEGABYTE = 1024 * 1024;

/** As JSON, because some of them are nothing else: a key `__proto__`, half of a pair, a number beyond all numbers. */
const HOSTILE: string[] = [
  ...[
    '$(touch /tmp/owned)',
    '`id`; rm -rf / && cat </etc/passwd | sh',
    '--upload-pack=touch /tmp/owned',
    'ext::sh -c id',
    'file:///etc/passwd',
    '../../../../etc/passwd',
    'line\r\nSet-Cookie: a=b\n\n',
    'a\0b',
    '\u202eevil\u2066\u200b\ufeff',
    "' OR 1=1; DROP TABLE user; --",
    '%_\\%',
    '<script>alert(1)</script>',
    '{{constructor.constructor("return process")()}}',
    '__proto__',
    'constructor',
    'toString',
    '',
    ' ',
    '-1',
    'NaN',
    '1e309',
    '2026-13-45T99:99:99Z',
    '\u{1f468}\u200d\u{1f469}'.repeat(50),
    'e\u0301'.repeat(1000),
    'a'.repeat(MEGABYTE),
    '('.repeat(50_000),
    `${'a-'.repeat(30_000)}!`,
    ' '.repeat(100_000),
    '/'.repeat(100_000),
  ].map((text) => JSON.stringify(text)),
  '"\\ud800"',
  '1e309',
  '-1e309',
  '9007199254740993',
  '-1',
  '0.1',
  '1e-320',
  'null',
  'true',
  '[]',
  '{}',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  '{"length":1e9,"toString":null,"then":"x"}',
  `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
  `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
  `[${Array.from({ length: 100_000 }, () => '"x"').join()}]`,
  `[${Array.from({ length: 20_000 }, () => '{}').join()}]`,
];
const MARK = '\u0001here\u0001';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let router: AnyTRPCRouter;
let owner: Person;
let ids: { environmentId: string; serviceId: string; versionId: string; deploymentId: string };
const started: string[] = [];
const noteStart = (message: unknown) =>
  started.push(String((message as { process: { spawnfile: string } }).process.spawnfile));

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  router = (await import('#server/api/router.ts')).appRouter;
  await makeWorld();
  channel('child_process').subscribe(noteStart);
});

after(() => {
  channel('child_process').unsubscribe(noteStart);
  state.closeConsole();
  data[Symbol.dispose]();
});

/** Somebody who may do everything, and something to do it to; made again where a call removed it. */
async function makeWorld(): Promise<void> {
  const { db, secrets } = state.consoleState();
  owner = await person(state.consoleState(), 'owner');
  const ctx: CommandContext = { db, actor: SYSTEM, now: Date.now, randomText, seal: secrets.seal };
  const environment = createEnvironment(ctx, { alias: `e${randomText(8)}`, region: 'sh' });
  const service = createService(ctx, { environmentId: environment.id, name: 'shop', remark: '' });
  const spec = specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' }, port: 8000 });
  const { versionId, deploymentId } = deployVersion(ctx, service, {
    trafficStrategy: 'full',
    remark: '',
    spec,
  });
  finishDeployment(ctx, { deploymentId, requests: 0, failedRequests: 0 });
  ids = { environmentId: environment.id, serviceId: service.id, versionId, deploymentId };
}

function isWorldWhole(): boolean {
  const { db } = state.consoleState();
  return Boolean(findService(db, ids.serviceId)?.deletedAt === null && findVersion(db, ids.versionId));
}

function hints(): Hints {
  return {
    ...ids,
    email: owner.email,
    password: PASSWORD,
    currentPassword: PASSWORD,
    userId: owner.id,
    image: 'sample/hello:v1',
    region: 'sh',
    registry: 'registry.example.com',
    url: 'https://example.com/a.git',
    branch: 'main',
    directory: '/',
    dockerfile: 'Dockerfile',
    path: '/a',
    alias: 'prod',
    percent: 100,
    port: 8000,
    cpu: 0.25,
    memoryGb: 0.5,
    minReplicas: 0,
    generation: currentGeneration(),
  };
}

/** Dialogs send the one that they were opened on. */
function currentGeneration(): number {
  return findService(state.consoleState().db, ids.serviceId)?.generation ?? 0;
}

/** So that the next one may begin. */
function finishDeployments(): void {
  const { db, secrets } = state.consoleState();
  const ctx: CommandContext = { db, actor: SYSTEM, now: Date.now, randomText, seal: secrets.seal };
  const running = db.$client.prepare("select id from deployments where state = 'running'").pluck().all();
  for (const id of running)
    finishDeployment(ctx, { deploymentId: String(id), requests: 0, failedRequests: 0 });
}

async function call(path: string, type: string, body: string | undefined): Promise<Response> {
  const { createContext } = await import('#server/api/context.ts');
  const headers = owner.visitor.headers();
  headers.set('content-type', 'application/json');
  const query = type === 'mutation' || body === undefined ? '' : `?input=${encodeURIComponent(body)}`;
  const url = `http://localhost:3000/api/trpc/${path}${query}`;
  const init = type === 'mutation' ? { method: 'POST', body: body ?? '' } : {};
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: new Request(url, { ...init, headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }),
    router,
    createContext: ({ req, resHeaders }) => createContext(req.headers, resHeaders),
    onError({ error }) {
      if (error.code === 'INTERNAL_SERVER_ERROR') lastError = error.cause ?? error;
    },
  });
}

let lastError: unknown;
const asked = new Set<string>();
const succeeded = new Set<string>();

/** Why an answer is not one that a person can do something with; null where it is. */
async function complaint(path: string, type: string, body: string | undefined): Promise<string | null> {
  const since = performance.now();
  lastError = undefined;
  const response = await call(path, type, body);
  if (response.headers.get('content-type')?.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return null;
  }
  const text = await response.text();
  const lateMs = performance.now() - since;
  if (lateMs > ANSWER_WITHIN_MS) return `took ${Math.round(lateMs)} ms`;
  if (lastError !== undefined)
    return `error of ours: ${String((lastError as Error).stack ?? lastError).slice(0, 600)}`;
  if (response.status >= 500) return `answered ${response.status}`;
  if (text.length > 2 * MEGABYTE) return `answered ${text.length} characters`;
  if (response.ok) {
    succeeded.add(path);
    if (type === 'mutation') finishDeployments();
    return null;
  }
  const { error } = JSON.parse(text);
  return error?.data?.problem?.code ? null : `no problem in ${text.slice(0, 200)}`;
}

/** Names of what is in a prototype that everything has. */
function pollution(): string[] {
  const names: string[] = [];
  for (const name in {}) names.push(name);
  return names;
}

function orderOf(type: string): number {
  return type === 'mutation' ? 0 : 1;
}

function bodiesOf(inputs: Json[], from: number): string[] {
  const bodies: string[] = [];
  const met = new Set<string>();
  for (const input of inputs) {
    for (const place of placesIn(input)) {
      // Forms of one input share most of their fields: those have had theirs.
      const field = JSON.stringify([place, place.length > 1 ? valueAt(input, place) : null]);
      if (met.has(field)) continue;
      met.add(field);
      for (let run = 0; run < Math.min(RUNS, HOSTILE.length); run += 1) {
        const hostile = HOSTILE[(from + bodies.length) % HOSTILE.length] ?? 'null';
        bodies.push(JSON.stringify(withAt(input, place, MARK)).replace(JSON.stringify(MARK), () => hostile));
      }
    }
    if (!isObject(input)) continue;
    const rest = JSON.stringify(input).slice(1);
    bodies.push(`{"__proto__":{"polluted":true,"isAdmin":true}${rest === '}' ? '' : ','}${rest}`);
  }
  return bodies;
}

test('whatever is written into a field of the API: an answer in time, a problem at most, and nothing else', async (t) => {
  const complaints: string[] = [];
  let calls = 0;
  const all = Object.entries(
    router._def.procedures as Record<string, { _def: { type: string; inputs: unknown[] } }>,
  );
  // What reads comes last, and finds what was written.
  const procedures = all.toSorted(([, a], [, b]) => orderOf(a._def.type) - orderOf(b._def.type));
  for (const [path, { _def }] of procedures) {
    if (!isWorldWhole()) await makeWorld();
    const inputs = sampleInputs(_def.inputs, hints());
    if (inputs.length > 0) asked.add(path);
    for (const body of bodiesOf(inputs, calls)) {
      calls += 1;
      const found = await complaint(path, _def.type, body);
      if (found) complaints.push(`${path} ${body.slice(0, 300)}: ${found}`);
    }
    assert.deepEqual(pollution(), [], `${path} changed what everything inherits from`);
  }
  assert.deepEqual(started, [], 'a program was started');
  assert.deepEqual(complaints, [], `of ${calls} calls`);
  t.diagnostic(`${calls} calls; ${succeeded.size} of ${asked.size} procedures took some of it in`);
  assert.ok(calls > 5 * asked.size, `${calls} calls`);
  assert.ok(succeeded.size > asked.size / 2, [...succeeded].join(' '));
});

test('a body that is no JSON, or no input at all, is refused in the same way', async () => {
  const wrong = ['', '{', 'null', '[]', '"a"', '\0', '{"a":1}x', undefined];
  for (const path of ['services.create', 'versions.deploy', 'traffic.set']) {
    for (const body of wrong) {
      const response = await call(path, 'mutation', body);
      assert.equal(response.status, 400, `${path} ${JSON.stringify(body)}`);
      assert.doesNotMatch(await response.text(), /at .*\.ts:|node_modules/);
    }
  }
});
