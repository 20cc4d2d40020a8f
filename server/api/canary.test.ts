// A secret of its own in every field that takes one goes through real deployments, builds and pages. Afterwards it is
// nowhere but in the instance that it is for: in no answer, no output of a process, no file but sealed, no argument.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { Canaries, filesOf, type Haystack, processesBut } from '#server/api/test-canary.ts';
import { PASSWORD, type Person, person } from '#server/api/test-visitor.ts';
import { testCertificate } from '#server/keys/test-certificate.ts';
import { TestGitHost, TestRepository } from '#server/sources/test-repository.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const WITHIN_MS = 40_000;

const canaries = new Canaries();
/** What is no secret: the same search has to find it. */
const open = new Canaries();
const seen: Haystack[] = [];
const processes: ChildProcess[] = [];
let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: Person;
let gatewayPort: number;
let repository: TestRepository;
let host: TestGitHost;
const token = canaries.make("a repository's token");

before(async () => {
  data = temporaryData();
  gatewayPort = await freePort();
  const tlsPort = await freePort();
  Object.assign(process.env, { DATA_DIR: data.dataDir, GATEWAY_PORT: String(gatewayPort) });
  state = await import('#server/api/console-state.ts');
  noteOwnOutput();
  owner = await person(state.consoleState(), 'owner');
  repository = new TestRepository({
    'package.json': '{"scripts":{"start":"node server.js"}}',
    'server.js':
      "require('node:http').createServer((_, answer) => answer.end('from git')).listen(process.env.PORT)",
  });
  host = await TestGitHost.open(repository, token);
  const env = {
    ...process.env,
    GATEWAY_TLS_PORT: String(tlsPort),
    GATEWAY_ADMIN_PORT: '0',
    RUNNER: 'embedded',
    GIT_SSL_CAINFO: host.certificate,
    BERTH_TIMES: '{"probePeriodMs":100,"restartBackoffMs":100,"readyWindowMs":3000,"stopGraceMs":500}',
  };
  await Promise.all([start('deployer', env), start('gateway', env)]);
});

after(async () => {
  for (const child of processes) child.kill('SIGTERM');
  await Promise.all(processes.map((child) => child.exitCode ?? once(child, 'exit')));
  await until('the instances end', async () => {
    for (const pid of instancePids()) endHard(pid);
    return instancePids().every((pid) => !existsSync(`/proc/${pid}`));
  });
  await host[Symbol.asyncDispose]();
  repository[Symbol.dispose]();
  state.closeConsole();
  data[Symbol.dispose]();
});

/** They outlive the deployer. */
function endHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

async function start(name: string, env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, [path.join(ROOT, 'server', name, 'main.ts')], { env, stdio: 'pipe' });
  processes.push(child);
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        seen.push({ where: `output of the ${name}: ${bytes}`, bytes });
        if (bytes.includes(`${name} ready`)) resolve();
      });
    }
    child.once('exit', () => reject(new Error(`the ${name} ended`)));
  });
  await ready;
}

/** What the console would print is printed here. */
function noteOwnOutput(): void {
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const print = console[level];
    console[level] = (...parts: unknown[]) => {
      const { inspect } = process.getBuiltinModule('node:util');
      const text = parts
        .map((part) => (typeof part === 'string' ? part : inspect(part, { depth: 9 })))
        .join(' ');
      seen.push({ where: `console.${level}: ${text}`, bytes: Buffer.from(text) });
      print(...parts);
    };
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

type Answer = { status: number; data: never };

/** A request as a page sends it. What it is answered is kept, unless it is told for the first and only time. */
async function ask(
  call: 'query' | 'mutation',
  procedure: string,
  input?: object,
  isToldOnce = false,
): Promise<Answer> {
  const { answerTrpc } = await import('#server/api/answer-trpc.ts');
  const headers = owner.visitor.headers();
  for (const [name, value] of [
    ['origin', 'http://localhost:3000'],
    ['host', 'localhost:3000'],
    ['content-type', 'application/json'],
  ] as const)
    headers.set(name, value);
  const query = call === 'query' && input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  const init = call === 'mutation' ? { method: 'POST', body: JSON.stringify(input ?? {}) } : {};
  const request = new Request(`http://localhost:3000/api/trpc/${procedure}${query}`, { ...init, headers });
  const response = await answerTrpc(request);
  owner.visitor.keep(response.headers);
  const text = await response.text();
  const told = text + JSON.stringify([...response.headers]);
  if (!isToldOnce)
    seen.push({ where: `answer of ${procedure}: ${text.slice(0, 300)}`, bytes: Buffer.from(told) });
  const parsed = JSON.parse(text);
  return { status: response.status, data: (parsed.result?.data ?? parsed.error) as never };
}

const read = (procedure: string, input?: object) => ask('query', procedure, input);
const write = (procedure: string, input?: object) => ask('mutation', procedure, input);

async function until<Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false>,
): Promise<Value> {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const found = await look();
    if (found) return found;
    assert.ok(performance.now() < deadline, `not within ${WITHIN_MS} ms: ${what}`);
    await wait(50);
  }
}

const argumentsSeen = new Set<string>();

function noteArguments(): void {
  for (const haystack of processesBut([process.pid], ['cmdline'])) {
    const text = haystack.bytes.toString('latin1');
    if (argumentsSeen.has(text)) continue;
    argumentsSeen.add(text);
    seen.push(haystack);
  }
}

type Deployed = { versionId: string; deploymentId: string };

async function ended({ deploymentId }: Deployed): Promise<string> {
  const stateOf = data.db.$client.prepare('select state from deployments where id = ?').pluck();
  return until('the deployment ends', async () => {
    // Of what runs now: what git was started with is gone later.
    noteArguments();
    const now = stateOf.get(deploymentId);
    return now !== 'running' && String(now);
  });
}

async function deploy(serviceId: string, spec: object): Promise<Deployed> {
  const { status, data: deployed } = await write('versions.deploy', {
    serviceId,
    trafficStrategy: 'full',
    spec: {
      source: { kind: 'image', image: 'sample/hello:v1' },
      port: 8000,
      initialDelaySeconds: 0,
      ...spec,
    },
  });
  assert.equal(status, 200, JSON.stringify(deployed));
  return deployed;
}

const secret = (name: string, value: string) => ({ kind: 'new-secret', name, value });
const plain = (name: string, value: string) => ({ kind: 'plain', name, value });

/** Of instances that run: there, and nowhere else, the secret is meant to be. */
function instancePids(): number[] {
  const folder = path.join(data.dataDir, 'embedded');
  return readdirSync(folder).flatMap((id) => {
    if (existsSync(path.join(folder, id, 'exit.json'))) return []; // Its number may be somebody else's by now.
    const { sample } = JSON.parse(readFileSync(path.join(folder, id, 'process.json'), 'utf8'));
    return sample ? [sample.pid as number] : [];
  });
}

async function readEverything(serviceId: string, all: Deployed[], environmentId: string): Promise<void> {
  for (const { versionId, deploymentId } of all) {
    for (const name of ['get', 'instances', 'trouble', 'visit'])
      await read(`versions.${name}`, { versionId });
    for (const name of ['list', 'madeFrom']) await read(`history.${name}`, { versionId });
    for (const snapshotNumber of [1, 2]) await read('history.compare', { versionId, snapshotNumber });
    await read('versions.draft', { serviceId, versionId });
    await read('deployments.get', { deploymentId });
    for (const { id } of instancesOf(versionId))
      await read('versions.instanceLog', { versionId, instanceId: id });
  }
  for (const name of ['services.get', 'versions.list', 'versions.draft', 'deployments.list', 'traffic.get']) {
    await read(name, { serviceId });
  }
  await read('requests.list', { serviceId });
  await read('credentials.list', { environmentId });
  for (const name of ['certificates.list', 'tokens.list', 'account.get', 'account.sessions', 'members.list'])
    await read(name);
  const { data: events } = await read('audit.list', {});
  for (const { id } of (events as { items: { id: number }[] }).items)
    await read('audit.get', { eventId: id });
  for (const text of ['cnry', 'shop', 'PASSWORD']) await read('search.query', { text });
  await readExport();
}

function instancesOf(versionId: string): { id: string }[] {
  return data.db.$client.prepare('select id from instances where version_id = ?').all(versionId) as {
    id: string;
  }[];
}

async function readExport(): Promise<void> {
  const { exportEvents } = await import('#server/api/audit/export-events.ts');
  for (const format of ['csv', 'jsonl']) {
    const headers = owner.visitor.headers();
    const response = await exportEvents(new Request(`http://localhost:3000/x?format=${format}`, { headers }));
    assert.equal(response.status, 200);
    seen.push({ where: `export ${format}`, bytes: Buffer.from(await response.arrayBuffer()) });
  }
}

async function useAccount(): Promise<void> {
  const newPassword = canaries.make('a new password');
  const changed = await write('account.changePassword', { currentPassword: PASSWORD, newPassword });
  assert.equal(changed.status, 200, JSON.stringify(changed.data));
  await write('account.changePassword', {
    currentPassword: canaries.make('a wrong password'),
    newPassword: 'short',
  });
  const prepared = await ask('mutation', 'account.prepareSecondFactor', { password: newPassword }, true);
  assert.equal(prepared.status, 200, JSON.stringify(prepared.data));
  const { secret: factor, recoveryCodes } = prepared.data as { secret: string; recoveryCodes: string[] };
  canaries.watch('the second factor', factor);
  for (const code of recoveryCodes) canaries.watch('a recovery code', code);
  await write('account.turnOnSecondFactor', { code: '000000' });
  const made = await ask(
    'mutation',
    'tokens.create',
    { name: 'ci', rights: ['view'], environmentIds: null, expiry: { kind: 'never' } },
    true,
  );
  canaries.watch('an API token', (made.data as { token: string }).token);
  const invited = await ask(
    'mutation',
    'invitations.create',
    { email: null, grants: [{ environmentId: null, role: 'owner' }] },
    true,
  );
  const link = (invited.data as { secret?: string; url?: string }).secret;
  assert.ok(link, JSON.stringify(Object.keys(invited.data)));
  canaries.watch('an invitation', link);
  await write('session.signIn', {
    email: owner.email,
    password: canaries.make('a password to sign in with'),
  });
}

async function addCertificate(): Promise<void> {
  const { chain, key } = testCertificate(['DNS:shop.example.com']);
  const body = key.replace(/-----[^-]+-----|\s/g, '');
  // The number itself stands after 36 bytes of frame (RFC 5915, RFC 5208): as text of the file, and as bytes.
  canaries.watch('the text of a key', body.slice(50, 86));
  canaries.watch('the text of a key', Buffer.from(body, 'base64').subarray(40, 64).toString('base64'));
  const added = await write('certificates.add', { chain, key });
  assert.equal(added.status, 200, JSON.stringify(added.data));
  await write('certificates.add', { chain: 'none', key });
  await write('certificates.add', { chain, key: key.replace('PRIVATE KEY', 'OTHER KEY') });
}

test('a secret is nowhere but in the instance that it is for', async () => {
  await useAccount();
  await addCertificate();
  const { data: environmentId } = await write('environments.create', { alias: 'prod', region: 'sh' });
  const place = {
    environmentId:
      (environmentId as { id?: string }).id ?? (environmentId as { environmentId: string }).environmentId,
  };
  const registry = { ...place, registry: 'localhost:1', username: 'robot' };
  const first = await write('credentials.add', {
    ...registry,
    password: canaries.make('a password of a registry'),
  });
  await write('credentials.add', { ...registry, password: canaries.make('a newer password of a registry') });
  const { data: made } = await write('services.create', { ...place, name: 'shop', remark: '' });
  const serviceId =
    (made as { id?: string; serviceId?: string }).id ?? (made as { serviceId: string }).serviceId;

  const value = canaries.make('a variable');
  const shown = await deploy(serviceId, {
    env: [secret('PASSWORD', value), plain('A', open.make('a variable for everybody'))],
  });
  assert.equal(await ended(shown), 'succeeded');
  const pids = instancePids();
  assert.ok(
    pids.some((pid) => readFileSync(`/proc/${pid}/environ`, 'utf8').includes(value)),
    'the instance has it',
  );
  const changed = await write('versions.redeploy', {
    versionId: shown.versionId,
    fromSnapshotNumber: 1,
    spec: {
      source: { kind: 'image', image: 'sample/hello:v2' },
      port: 8000,
      initialDelaySeconds: 0,
      env: [secret('PASSWORD', canaries.make('a changed variable'))],
    },
  });
  assert.equal(changed.status, 200, JSON.stringify(changed.data));
  assert.equal(await ended({ ...shown, ...(changed.data as Deployed) }), 'succeeded');

  const broken = await deploy(serviceId, {
    env: [
      secret('PASSWORD', canaries.make('a variable of what failed')),
      plain('SAMPLE_EXIT_AFTER_MS', '50'),
      plain('SAMPLE_START_DELAY_MS', '60000'),
    ],
  });
  assert.equal(await ended(broken), 'failed');
  const code = { kind: 'repository', url: host.url(), branch: 'main' };
  const built = await deploy(serviceId, { source: { ...code, token: { kind: 'new-secret', value: token } } });
  assert.equal(await ended(built), 'succeeded');
  const refused = await deploy(serviceId, {
    source: {
      ...code,
      branch: 'other',
      token: { kind: 'new-secret', value: canaries.make('a token that is refused') },
    },
  });
  assert.equal(await ended(refused), 'failed');
  const credentialId = (first.data as { credentialId: string }).credentialId;
  const missing = await deploy(serviceId, {
    source: { kind: 'image', image: 'localhost:1/shop:1', credentialId },
  });
  assert.equal(await ended(missing), 'failed');
  const wrong = await write('versions.deploy', {
    serviceId,
    spec: {
      source: { kind: 'image', image: 'x y' },
      env: [secret('1', canaries.make('a variable that is refused'))],
    },
  });
  assert.equal(wrong.status, 400);

  await readEverything(serviceId, [shown, broken, built, refused, missing], place.environmentId);
  seen.push(...processesBut([process.pid, ...instancePids()], ['cmdline', 'environ']));
  seen.push(...filesOf(data.dataDir, ['keys']));
  assert.ok(
    seen.some(({ where }) => where === 'berth.db-wal'),
    'the write-ahead log was looked at',
  );
  assert.deepEqual([...new Set(canaries.found(seen))], []);
  const places = open.found(seen).join('\n');
  for (const place of ['berth.db', 'answer of audit.get', 'answer of history.compare']) {
    assert.match(places, new RegExp(`plain in ${place}`), 'what is no secret is found by the same search');
  }
});

test('the search finds a secret in every form that it looks for', () => {
  const own = new Canaries();
  const text = own.make('one');
  for (const ahead of ['', 'x', 'xy', 'xyz']) {
    const forms = [`${ahead}${text}-`, Buffer.from(`${ahead}${text}-`).toString('base64')];
    for (const form of [...forms, Buffer.from(`${ahead}${text}`).toString('hex')]) {
      assert.ok(own.found([{ where: 'here', bytes: Buffer.from(`<${form}>`) }]).length > 0, form);
    }
  }
  assert.deepEqual(own.found([{ where: 'here', bytes: randomBytes(4096) }]), []);
});
