// Requests for a version without an instance: who waits, who goes on, who is refused, and what is said of it.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import { type TestContext, test } from 'node:test';
import { listWakeRequests } from '#db/stores/wake-requests.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import {
  type Asked,
  ask,
  BASE_DOMAIN,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  until,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';
import { keyOf } from '#server/keys/key-file.ts';
import { signVisitTicket } from '#server/keys/visit-ticket.ts';

const TIMES = { drainDeadlineMs: 200, workerSilentMs: 5_000, waitingPageMs: 3_000 };

/** The service `web` with a version v1 that may be woken, on these ports. */
function wakeable(ports: number[] = [], changes: Partial<ServiceRoutes> = {}): ServiceRoutes {
  const routes = routesOf({ v1: 100 }, { v1: ports }, changes);
  return { ...routes, versions: routes.versions.map((version) => ({ ...version, isWakeable: true })) };
}

const calls = ({ db }: TestGateway) => [...listWakeRequests(db, 'web').keys()];

const askedAt = ({ db }: TestGateway) => listWakeRequests(db, 'web').get('v1') ?? 0;

async function called(gateway: TestGateway): Promise<void> {
  await until(() => calls(gateway).length === 1);
}

async function saved(gateway: TestGateway, routes: ServiceRoutes): Promise<void> {
  const revision = gateway.save(routes);
  await until(() => gateway.serves(revision));
}

function coldStarts({ metrics }: TestGateway): number {
  const rows = metrics.$client.prepare('select cold_starts from request_buckets').pluck().all();
  const counts = rows.flatMap((row) => Object.values<number>(JSON.parse(String(row))));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** An instance that answers with the method, and a hash of the body, and counts what it sees. */
async function countingInstance(t: TestContext): Promise<{ port: number; seen: string[] }> {
  const seen: string[] = [];
  const { port } = await testInstance(t, async (request, response) => {
    seen.push(request.url ?? '');
    response.end(`${request.method} ${hashOf(Buffer.concat(await request.toArray()))}`);
  });
  return { port, seen };
}

function hashOf(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function isRefused({ status, headers, body }: Asked): void {
  assert.deepEqual([status, headers['retry-after']], [503, '5']);
  assert.equal(JSON.parse(body).code, 'version_unavailable');
}

const JSON_PLEASE = { headers: { accept: 'application/json' } };

test('200 requests at once for a version at zero ask for it once, and each is answered once', async (t) => {
  const { port, seen } = await countingInstance(t);
  const gateway = await testGateway(t, [wakeable()]);
  const asked = Array.from({ length: 200 }, (_, index) => ask(gateway, { path: `/${index}` }));
  const mostAtOnce = gateway.metrics.$client
    .prepare('select max(peak_in_flight) from request_buckets')
    .pluck();
  await until(() => mostAtOnce.get() === 200);
  assert.deepEqual([calls(gateway), seen], [['v1'], []]);
  await saved(gateway, wakeable([port]));
  const answers = await Promise.all(asked);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(seen.length, 200);
  assert.equal(new Set(seen).size, 200);
  assert.equal((await ask(gateway)).status, 200);
  await gateway.stop();
  assert.equal(coldStarts(gateway), 200);
});

test('a body that waits arrives whole, and one that was asked to wait is sent for', async (t) => {
  const { port } = await countingInstance(t);
  const gateway = await testGateway(t, [wakeable()]);
  const body = randomBytes(3_000_000);
  const options = { port: gateway.port, host: '127.0.0.1', method: 'POST' };
  const large = http.request({ ...options, headers: { host: WEB_HOST, 'content-length': body.length } });
  large.end(body);
  const polite = http.request({ ...options, headers: { host: WEB_HOST, expect: '100-continue' } });
  polite.on('continue', () => polite.end('polite')).flushHeaders();
  const answers = Promise.all([large, polite].map(answerOf));
  await called(gateway);
  await saved(gateway, wakeable([port]));
  assert.deepEqual(await answers, [`POST ${hashOf(body)}`, `POST ${hashOf('polite')}`]);
});

test('beyond the bound of its version a request is refused at once, and the others wait on', async (t) => {
  const { port, seen } = await countingInstance(t);
  const gateway = await testGateway(t, [wakeable()], { limits: { heldPerVersion: 3 } });
  const over: Asked[] = [];
  const asked = Array.from({ length: 5 }, async () => {
    const answer = await ask(gateway, JSON_PLEASE);
    over.push(answer);
    return answer.status;
  });
  await until(() => over.length === 2);
  over.forEach(isRefused);
  assert.equal(seen.length, 0);
  await saved(gateway, wakeable([port]));
  assert.deepEqual((await Promise.all(asked)).toSorted(), [200, 200, 200, 503, 503]);
});

test('beyond the bound of all versions together too', async (t) => {
  const other = wakeable([], { serviceId: 'other', host: 'other-abc123' });
  const gateway = await testGateway(t, [wakeable(), other], { limits: { heldInAll: 1 } });
  const waiting = ask(gateway).catch(() => undefined);
  await called(gateway);
  isRefused(await ask(gateway, { host: `other-abc123.${BASE_DOMAIN}`, ...JSON_PLEASE }));
  await gateway.stop();
  await waiting;
});

test('a request that waited until the deadline is refused with Retry-After', async (t) => {
  const gateway = await testGateway(t, [wakeable()], { times: { ...TIMES, holdMs: 100 } });
  const startedAt = performance.now();
  isRefused(await ask(gateway, JSON_PLEASE));
  assert.ok(performance.now() - startedAt >= 100);
  assert.equal(coldStarts(gateway), 0);
});

test('a visitor who leaves makes room, and its request goes nowhere', async (t) => {
  const { port, seen } = await countingInstance(t);
  const gateway = await testGateway(t, [wakeable()], { limits: { heldPerVersion: 1 } });
  const counted = gateway.metrics.$client.prepare('select sum(requests) from request_buckets').pluck();
  for (const [index, method] of ['GET', 'POST'].entries()) {
    const before = askedAt(gateway);
    const headers = { host: WEB_HOST, ...(method === 'POST' && { 'content-length': 4 }) };
    const request = http.request({ port: gateway.port, host: '127.0.0.1', method, path: '/left', headers });
    request.on('error', () => {}).end(method === 'POST' ? 'body' : undefined);
    await until(() => askedAt(gateway) > before);
    request.destroy();
    await until(() => counted.get() === index + 1);
  }
  const before = askedAt(gateway);
  const waiting = ask(gateway, { path: '/stayed' });
  await until(() => askedAt(gateway) > before);
  await saved(gateway, wakeable([port]));
  assert.equal((await waiting).status, 200);
  assert.deepEqual(seen, ['/stayed']);
});

test('as long as somebody waits it is said again, once a second and not more often', async (t) => {
  const gateway = await testGateway(t, [wakeable()]);
  const times = new Set<number>();
  const waiting: Promise<unknown>[] = [];
  await until(() => {
    if (waiting.length < 100) waiting.push(ask(gateway).catch(() => undefined));
    if (askedAt(gateway) > 0) times.add(askedAt(gateway));
    return times.size === 3;
  });
  const [first = 0, second = 0, third = 0] = times;
  assert.ok(second - first >= 990 && third - second >= 990, `${[...times]}`);
  await gateway.stop();
  await Promise.all(waiting);
});

test('who waits for a version that may not be waited for any more is refused at once', async (t) => {
  const gateway = await testGateway(t, [wakeable()]);
  const waiting = ask(gateway, JSON_PLEASE);
  await called(gateway);
  gateway.save(routesOf({ v1: 100 }, { v1: [] }, { isPaused: true }));
  isRefused(await waiting);
});

test('what the gateway answers itself wakes nothing', async (t) => {
  const paused = wakeable([], { serviceId: 'paused', host: 'paused-abc123', isPaused: true, versions: [] });
  const gateway = await testGateway(t, [wakeable(), paused]);
  const host = `v1-web-abc123.${BASE_DOMAIN}`;
  const status = async (options: Parameters<typeof ask>[1]) => (await ask(gateway, options)).status;
  assert.equal(await status({ host }), 401);
  assert.equal(await status({ host, path: `/?__berth_ticket=${ticketOf(gateway)}` }), 302);
  assert.equal(await status({ host: `nobody.${BASE_DOMAIN}` }), 404);
  assert.equal(await status({ host: '127.0.0.1' }), 404);
  assert.equal(await status({ host: `paused-abc123.${BASE_DOMAIN}` }), 503);
  const other = wakeable([], { serviceId: 'other', host: 'other-abc123' });
  other.versions = other.versions.map((version) => ({ ...version, versionId: 'o1' }));
  other.traffic = { mode: 'percent', shares: [{ versionId: 'o1', percent: 100 }] };
  await saved(gateway, other);
  const waiting = ask(gateway, { host: `other-abc123.${BASE_DOMAIN}` }).catch(() => undefined);
  await until(() => listWakeRequests(gateway.db, 'other').size === 1);
  assert.deepEqual(calls(gateway), []);
  await gateway.stop();
  await waiting;
});

test('while another process holds the database a request waits, and is told of as soon as it lets go', async (t) => {
  const { port } = await countingInstance(t);
  const awake = routesOf({ a1: 100 }, { a1: [port] }, { serviceId: 'awake', host: 'awake-abc123' });
  const gateway = await testGateway(t, [wakeable(), awake]);
  gateway.db.$client.exec('begin immediate');
  const waiting = ask(gateway);
  const startedAt = performance.now();
  for (let index = 0; index < 50; index += 1) {
    assert.equal((await ask(gateway, { host: `awake-abc123.${BASE_DOMAIN}` })).status, 200);
  }
  assert.ok(performance.now() - startedAt < 2_000);
  gateway.db.$client.exec('commit');
  await called(gateway);
  await saved(gateway, wakeable([port]));
  assert.equal((await waiting).status, 200);
});

async function answerOf(request: http.ClientRequest): Promise<string> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on('response', resolve).on('error', reject);
  });
  return Buffer.concat(await response.toArray()).toString();
}

function ticketOf({ dataDir }: TestGateway): string {
  const expiresAt = Date.now() + 3_600_000;
  return signVisitTicket(keyOf(dataDir, 'visit'), { versionId: 'v1', expiresAt });
}
