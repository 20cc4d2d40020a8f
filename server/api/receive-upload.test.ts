import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { type ClientRequest, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Readable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { findPackage, forgetPackages, insertPackage } from '#db/stores/packages.ts';
import { insertGrant } from '#db/stores/people.ts';
import type { Service } from '#db/stores/services.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { SOURCE_LIMITS } from '#server/sources/limits.ts';
import { tarOf, zipOf } from '#server/sources/test-archives.ts';

const ZIP = zipOf(
  { name: 'shop/package.json', data: '{}' },
  { name: 'shop/Dockerfile', data: 'FROM scratch' },
);

let data: TemporaryData;
let server: Server;
let state: typeof import('#server/api/console-state.ts');
let service: Service;
let operator: Person;
let tester: Person;

type Person = { id: string; cookie: string };

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  await serve();
  const { commandContext } = await import('#server/api/context.ts');
  const ctx = commandContext(state.consoleState(), { id: 'system', name: 'system' });
  const { id: environmentId } = createEnvironment(ctx, { alias: 'test', region: 'sh' });
  service = createService(ctx, { environmentId, name: 'shop', remark: '' });
  const { id: otherId } = createEnvironment(ctx, { alias: 'other', region: 'sh' });
  operator = await signUp('ops@example.com', [environmentId, 'ops']);
  tester = await signUp('tester@example.com', [environmentId, 'tester'], [otherId, 'ops']);
});

after(() => {
  server.closeAllConnections();
  server.close();
  state.closeConsole();
  data[Symbol.dispose]();
});

/** As Next hands requests to a route handler. */
async function serve(): Promise<void> {
  const { receiveUpload } = await import('#server/api/receive-upload.ts');
  server = createServer(async (incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.once('close', () => gone.abort());
    const answer = await receiveUpload(
      new Request(`http://${incoming.headers.host}${incoming.url}`, {
        method: 'POST',
        headers: new Headers(incoming.headers as Record<string, string>),
        body: Readable.toWeb(incoming) as unknown as ReadableStream,
        duplex: 'half',
        signal: gone.signal,
      } as RequestInit),
    );
    outgoing.writeHead(answer.status).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
}

async function signUp(email: string, ...roles: [string, 'ops' | 'tester'][]): Promise<Person> {
  const { headers, response } = await state.consoleState().auth.api.signUpEmail({
    body: { email, password: 'correct horse battery', name: email },
    returnHeaders: true,
  });
  const { id } = response.user;
  for (const [environmentId, role] of roles)
    insertGrant(data.db, { userId: id, environmentId, role, createdAt: 1 });
  const cookie = headers.getSetCookie().map((line) => line.split(';')[0]);
  return { id, cookie: cookie.join('; ') };
}

type Sent = { query?: Record<string, string>; headers?: Record<string, string>; by?: Person | null };
type Answer = { status: number; body: Record<string, unknown> & { problem?: { code: string } } };

function begin({ query = {}, headers = {}, by = operator }: Sent = {}): ClientRequest {
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const search = new URLSearchParams({ serviceId: service.id, fileName: 'shop.zip', kind: 'zip', ...query });
  return request(`http://${host}/api/uploads?${search}`, {
    method: 'POST',
    headers: { origin: `http://${host}`, cookie: by?.cookie ?? '', ...headers },
  });
}

async function answerTo(sent: ClientRequest): Promise<Answer> {
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: (await json(response)) as Answer['body'] };
}

function upload(body: Buffer, sent?: Sent): Promise<Answer> {
  const begun = begin(sent);
  begun.end(body);
  return answerTo(begun);
}

/** Packages and drafts on the disk. */
function onDisk(): string[] {
  const inside = (name: string) => {
    try {
      return readdirSync(path.join(data.dataDir, name));
    } catch {
      return []; // Nothing was uploaded yet.
    }
  };
  return [...inside('packages'), ...inside('uploads')];
}

async function until(fact: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!fact()) {
    assert.ok(performance.now() < deadline, 'not within 10 s');
    await wait(5);
  }
}

test('an uploaded zip is told and found again as the form needs it', async () => {
  const { status, body } = await upload(ZIP, { query: { fileName: 'C:\\code\\shop.zip' } });
  assert.equal(status, 200);
  const { packageId, ...facts } = body;
  assert.deepEqual(facts, {
    fileName: 'shop.zip',
    kind: 'zip',
    sizeBytes: 14,
    fileCount: 2,
    hasDockerfile: true,
    hasPackageJson: true,
    hasIndexHtml: false,
    hasComposeFile: false,
  });
  const { createCaller } = await import('#server/api/init.ts');
  const { appRouter } = await import('#server/api/router.ts');
  const { createContext } = await import('#server/api/context.ts');
  const context = await createContext(new Headers({ cookie: operator.cookie }), new Headers());
  const input = { serviceId: service.id, packageId: String(packageId) };
  assert.deepEqual(await createCaller(appRouter)(context).packages.get(input), body);
});

test('a folder comes as a tar', async () => {
  const tar = await tarOf({ name: 'site/index.html', data: 'hello' });
  const { body } = await upload(tar, { query: { kind: 'folder', fileName: 'site' } });
  assert.deepEqual([body.fileName, body.hasIndexHtml, body.fileCount], ['site', true, 1]);
});

const REFUSED: [promise: string, status: number, code: string, body: Buffer, sent: () => Sent][] = [
  ['from another origin', 403, 'foreign_origin', ZIP, () => ({ headers: { origin: 'http://evil.example' } })],
  ['without a session', 401, 'not_signed_in', ZIP, () => ({ by: null })],
  ['by who may only look', 404, 'not_found', ZIP, () => ({ by: tester })],
  ['for no service', 404, 'not_found', ZIP, () => ({ query: { serviceId: 'srv-none' } })],
  ['of no known kind', 400, 'input_invalid', ZIP, () => ({ query: { kind: 'rar' } })],
  ['that is no zip', 400, 'upload_damaged', Buffer.from('no zip'), () => ({})],
  ['of nothing', 400, 'upload_damaged', Buffer.alloc(0), () => ({})],
  ['with a way out', 400, 'upload_path_unsafe', zipOf({ name: '../evil', data: 'x' }), () => ({})],
];

for (const [promise, status, code, body, sent] of REFUSED) {
  test(`an upload ${promise} is refused as ${code} and leaves nothing`, async () => {
    const before = onDisk();
    const answer = await upload(body, sent());
    assert.deepEqual([answer.status, answer.body.problem?.code], [status, code]);
    assert.deepEqual(onDisk(), before);
  });
}

test('an upload that says it is too large is answered before it is sent', async () => {
  const begun = begin({ headers: { 'content-length': String(SOURCE_LIMITS.uploadBytes + 1) } });
  begun.flushHeaders();
  const { body } = await answerTo(begun);
  assert.deepEqual(body.problem, { code: 'upload_too_large', params: { limitMb: 512 }, issues: [] });
  begun.destroy();
});

test('uploads that nothing uses have a limit together, and old ones make room', async () => {
  const uploaded = (id: string, createdAt: number) => {
    const of = { serviceId: service.id, fileName: 'a.zip', kind: 'zip', fileCount: 1 } as const;
    insertPackage(data.db, { ...of, id, sizeBytes: 4 * 1024 ** 3, createdAt, createdBy: operator.id });
    mkdirSync(path.join(data.dataDir, 'packages', id), { recursive: true });
  };
  uploaded('pkg-fresh', Date.now());
  const before = onDisk();
  const { status, body } = await upload(ZIP);
  assert.equal(status, 413);
  assert.deepEqual(body.problem, { code: 'uploads_full', params: { limitGb: 4, usedGb: 4 }, issues: [] });
  assert.deepEqual(onDisk(), before);
  forgetPackages(data.db, ['pkg-fresh']);

  uploaded('pkg-old', Date.now() - 2 * 3600_000);
  assert.equal((await upload(ZIP)).status, 200);
  assert.equal(onDisk().includes('pkg-old'), false);
  assert.equal(findPackage(data.db, 'pkg-old'), undefined);
});

test('an upload that the browser breaks off leaves nothing', async () => {
  const before = onDisk();
  const begun = begin();
  begun.write(ZIP.subarray(0, 50));
  await until(() => onDisk().length > before.length);
  begun.on('error', () => {});
  begun.destroy();
  await until(() => onDisk().length === before.length);
});

test('a right that is taken away during the upload is missed at its end', async () => {
  const leaving = await signUp('leaving@example.com', [service.environmentId, 'ops']);
  const before = onDisk();
  const begun = begin({ by: leaving });
  begun.write(ZIP.subarray(0, 50));
  await until(() => onDisk().length > before.length);
  data.db.$client.prepare('DELETE FROM grants WHERE user_id = ?').run(leaving.id);
  begun.end(ZIP.subarray(50));
  assert.equal((await answerTo(begun)).status, 404);
  assert.deepEqual(onDisk(), before);
});
