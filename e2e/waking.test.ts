// A version that sleeps is asked for: deployer and gateway on one data folder (product.md, 7).
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { test } from 'node:test';
import { listColdStartTimes } from '#db/stores/cold-starts.ts';
import { listWakeRequests } from '#db/stores/wake-requests.ts';
import { EchoingSocket } from '#e2e/load/echoing-socket.ts';
import { visit } from '#e2e/visitor.ts';
import { setPaused } from '#server/commands/pause-service.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { coldStartParts } from '#server/domain/cold-start.ts';
import { testHostLabel } from '#server/domain/naming.ts';
import { DEFAULT_TIMES } from '#server/domain/times.ts';
import { startGateway } from '#server/gateway/gateway.ts';
import { VISIT_COOKIE } from '#server/gateway/visit.ts';
import { keyOf } from '#server/keys/key-file.ts';
import { signVisitTicket } from '#server/keys/visit-ticket.ts';
import { imageOrder } from '#server/runner/contract-cases.ts';
import { DockerRunner } from '#server/runner/docker/docker-runner.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import { removeAllOf, skipWithoutEngine } from '#server/runner/docker/test-engine.ts';

const MINUTE_MS = 60_000;
/** Far enough above the second or two after which the gateway's counts are stored. */
const IDLE_MS = 3_000;
const BASE_DOMAIN = 'localhost';

test('200 requests at once wake a version at zero with one start, and none of them fails', async () => {
  await using on = new TestDeployer({ resyncMs: 100 });
  await wakesOnce(on);
  assert.deepEqual(on.errors, []);
});

test('the same in containers', { skip: await skipWithoutEngine() }, async (t) => {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  t.after(() => removeAllOf(engine, owner));
  await using on = new TestDeployer({ resyncMs: 200 }, () => new DockerRunner(engine, owner));
  await on.runner.ensureImage(imageOrder(), () => {}, t.signal);
  await wakesOnce(on);
});

test('a version of a paused service is not woken, and its visitors are told at once', async () => {
  await using on = new TestDeployer({ resyncMs: 100 });
  const sleeping = await sleepingVersion(on);
  await using gateway = await gatewayOn(on);
  setPaused(on.ctx, on.service, true);
  await on.until('the routes say so', () => on.document()?.isPaused);
  await on.until('the gateway refuses', async () => (await gateway.visit(sleeping)).status === 503);
  const before = listWakeRequests(on.db, on.service.id).size;
  assert.equal((await gateway.visit(sleeping)).status, 503);
  assert.equal(listWakeRequests(on.db, on.service.id).size, before);
  assert.deepEqual(await on.running(sleeping.versionId), []);
});

test('S3-57, S3-59: a WebSocket keeps a service awake; then it sleeps with its traffic, and 200 requests wake it once', async () => {
  await using on = new TestDeployer({ resyncMs: 100, idleMs: IDLE_MS });
  const { versionId } = await on.live(on.deploy());
  await on.until('it serves', () => on.shares()[versionId] === 100);
  await using gateway = await gatewayOn(on);
  const url = `http://${on.service.host}.${BASE_DOMAIN}:${gateway.port}/`;
  const socket = await EchoingSocket.open(url);
  const seconds = on.metrics.$client.prepare('select count(distinct at) from request_buckets').pluck();
  await on.until(
    'it is open for longer than the idle time',
    () => Number(seconds.get()) * 1_000 > IDLE_MS + 1_500,
  );
  assert.equal((await on.running(versionId)).length, 1);
  socket.close();
  await on.until('nothing of it runs', async () => (await on.running(versionId)).length === 0);
  assert.deepEqual(on.shares(), { [versionId]: 100 });

  const before = on.instances(versionId).length;
  const answers = await Promise.all(Array.from({ length: 200 }, () => visit(url)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.equal(on.instances(versionId).length, before + 1);
  const [start, ...more] = await on.until('the cold start is stored', () => {
    const starts = listColdStartTimes(on.db, on.metrics, versionId, 0);
    return starts.length > 0 && starts;
  });
  assert.deepEqual(more, []);
  assert.ok(start && coldStartParts(start), JSON.stringify(start));
  // On a slow machine the last ones come when it is awake.
  assert.ok(start.waited > 0 && start.waited <= 200, `${start.waited}`);
  assert.deepEqual(on.errors, []);
});

/** Asked for by 200 at once it starts once; half an hour later it sleeps again. */
async function wakesOnce(on: TestDeployer): Promise<void> {
  const sleeping = await sleepingVersion(on);
  const before = on.instances(sleeping.versionId).length;
  await using gateway = await gatewayOn(on);
  const answers = await Promise.all(Array.from({ length: 200 }, () => gateway.visit(sleeping)));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
  assert.deepEqual(new Set(answers.map(({ version }) => version)), new Set([sleeping.versionName]));
  assert.equal(on.instances(sleeping.versionId).length, before + 1);
  assert.deepEqual([...listWakeRequests(on.db, on.service.id).keys()], [sleeping.versionId]);
  assert.equal(on.state(sleeping.versionId), 'normal');

  on.clockAheadMs = 31 * MINUTE_MS;
  await on.until('it sleeps again', async () => (await on.running(sleeping.versionId)).length === 0);
  await on.until('it says so', () => on.state(sleeping.versionId) === 'offline');
}

type Sleeping = { versionId: string; versionName: string };

/** The first of two versions, which lost its traffic to the second more than half an hour ago. */
async function sleepingVersion(on: TestDeployer): Promise<Sleeping> {
  on.clockAheadMs = -31 * MINUTE_MS;
  const first = await on.live(on.deploy());
  const second = await on.live(on.deploy());
  const shares = [{ versionId: second.versionId, percent: 100 }];
  setTraffic(on.ctx, on.service, { generation: on.generation(), policy: { mode: 'percent', shares } });
  await on.until('the second serves', () => on.shares()[second.versionId] === 100);
  on.clockAheadMs = 0;
  await on.until('the first sleeps', () => on.state(first.versionId) === 'offline');
  await on.until('nothing of it runs', async () => (await on.running(first.versionId)).length === 0);
  return first;
}

async function gatewayOn({ dataDir, service }: TestDeployer) {
  const settings = { dataDir, port: 0, baseDomain: BASE_DOMAIN, consoleUrl: 'http://console.test:3000' };
  const gateway = await startGateway({ ...settings, times: DEFAULT_TIMES });
  const key = keyOf(dataDir, 'visit');
  return {
    port: gateway.port,
    /** By the test address of the first version. */
    async visit({ versionId }: Sleeping) {
      const ticket = signVisitTicket(key, { versionId, expiresAt: Date.now() + 60 * MINUTE_MS });
      const host = `${testHostLabel(service.host, 1)}.${BASE_DOMAIN}`;
      const headers = { host, cookie: `${VISIT_COOKIE}=${ticket}` };
      const request = http.get({ port: gateway.port, host: '127.0.0.1', agent: false, headers });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      response.resume();
      return { status: response.statusCode ?? 0, version: response.headers['x-cloudberth-version'] };
    },
    async [Symbol.asyncDispose]() {
      await gateway.stop();
    },
  };
}
