import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { isTrackedEnvelope } from '@trpc/server';
import { grants, session } from '#db/schema/people.ts';
import { insertInstance } from '#db/stores/instances.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { failDeployment } from '#server/commands/fail-deployment.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';

const SPEC = versionSpecSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let caller: TestCaller;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  caller = await signedIn(data.db, 'owner');
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

async function newService(name: string) {
  const { id: environmentId } = await caller.api.environments.create({ alias: name, region: 'sh' });
  return createService(caller.command, { environmentId, name, remark: '' });
}

function deployOnce(service: Parameters<typeof deployVersion>[1]) {
  const deployed = deployVersion(caller.command, service, {
    spec: SPEC,
    trafficStrategy: 'keep-zero',
    remark: '',
  });
  const longAgo = { ...caller.command, now: () => 1_000 };
  finishDeployment(longAgo, { deploymentId: deployed.deploymentId, requests: 0, failedRequests: 0 });
  return deployed;
}

test('the records of a version are its own, those of a service are all', async () => {
  const service = await newService('records');
  const first = deployOnce(service);
  const second = deployOnce(service);
  const all = await caller.api.deployments.list({ serviceId: service.id });
  assert.deepEqual([all.total, all.items.length], [2, 2]);
  const own = await caller.api.deployments.list({ serviceId: service.id, versionId: first.versionId });
  assert.deepEqual([own.total, own.items.map((row) => row.id)], [1, [first.deploymentId]]);
  assert.equal(
    (await caller.api.deployments.get({ deploymentId: second.deploymentId })).image,
    'sample/hello:v1',
  );
});

test('a new version starts from what came up last, and from what failed only where nothing came up', async () => {
  const service = await newService('draft');
  const startsFrom = async () => {
    const { fromVersionName, spec } = await caller.api.versions.draft({ serviceId: service.id });
    return [fromVersionName, spec.port];
  };
  const fail = (port: number) => {
    const spec = { ...SPEC, port };
    const { deploymentId } = deployVersion(caller.command, service, {
      spec,
      trafficStrategy: 'keep-zero',
      remark: '',
    });
    const failure = { code: 'deploy_fail' as const, params: {}, logTail: [] };
    failDeployment(caller.command, { deploymentId, failure, requests: 0, failedRequests: 0 });
  };
  fail(9001);
  assert.deepEqual(await startsFrom(), ['draft-001', 9001]);
  deployOnce(service);
  fail(9003);
  assert.deepEqual(await startsFrom(), ['draft-002', SPEC.port]);
});

test('a copy starts from the version that is named, of this service only', async () => {
  const service = await newService('copied');
  const first = deployOnce(service);
  deployOnce(service);
  const copied = { serviceId: service.id, versionId: first.versionId };
  assert.equal((await caller.api.versions.draft(copied)).fromVersionName, 'copied-001');
  const other = await newService('others');
  await assert.rejects(caller.api.versions.draft({ ...copied, serviceId: other.id }), /not_found/);
});

test('the instances of a version are its own, newest first, and say nothing of where they are', async () => {
  const service = await newService('instances');
  const first = deployOnce(service);
  const other = deployOnce(service);
  const placed = {
    serviceId: service.id,
    snapshotNumber: 1,
    cpu: 0.5,
    memoryGb: 1,
    host: '127.0.0.1',
    port: 1,
  };
  const ofFirst = { ...placed, versionId: first.versionId };
  insertInstance(data.db, {
    ...ofFirst,
    id: 'old',
    state: 'exited',
    createdAt: 1,
    stoppedAt: 5,
    exitCode: 3,
  });
  insertInstance(data.db, { ...ofFirst, id: 'new', state: 'ready', createdAt: 2, readyAt: 4 });
  insertInstance(data.db, {
    ...placed,
    versionId: other.versionId,
    id: 'other',
    state: 'ready',
    createdAt: 3,
  });
  const { items: shown } = await caller.api.versions.instances({ versionId: first.versionId });
  assert.doesNotMatch(JSON.stringify(shown), /127\.0\.0\.1|"host"|"port"/);
  assert.deepEqual(
    shown.map(({ id, exitCode }) => [id, exitCode]),
    [
      ['new', null],
      ['old', 3],
    ],
  );
});

test('a test address with its ticket leads to no other host, whatever the path', async () => {
  const { versionId } = deployOnce(await newService('visit'));
  const addressAt = async (path: string) =>
    new URL((await caller.api.versions.visit({ versionId, path })).url);
  const { host } = await addressAt('/');
  for (const path of ['/a?b=c#d', '/.//elsewhere.test/', '/\t/elsewhere.test/', '/\n\\elsewhere.test/']) {
    assert.equal((await addressAt(path)).host, host, JSON.stringify(path));
  }
  assert.equal((await addressAt('/a?b=c')).searchParams.get('b'), 'c');
});

test('a log that was cut off goes on behind the last line that was sent', async () => {
  const { deploymentId } = deployOnce(await newService('log'));
  const folder = path.join(data.dataDir, 'logs', 'deployments');
  mkdirSync(folder, { recursive: true });
  const write = (text: string) =>
    appendFileSync(
      path.join(folder, `${deploymentId}.log`),
      `${JSON.stringify({ at: 1, source: '', level: 'info', text })}\n`,
    );
  write('one');
  write('two');
  const first = await readLog({ deploymentId });
  assert.deepEqual(first.texts, ['one', 'two']);
  write('three');
  assert.deepEqual((await readLog({ deploymentId, lastEventId: first.lastEventId })).texts, ['three']);
});

test('what goes on by itself ends when the right is taken away, or the session ends', async () => {
  const { deploymentId } = deployVersion(caller.command, await newService('rights'), {
    spec: SPEC,
    trafficStrategy: 'keep-zero',
    remark: '',
  });
  const log = await caller.api.deployments.log({ deploymentId });
  const logged = log[Symbol.asyncIterator]().next();
  const { serviceId } = await caller.api.deployments.get({ deploymentId });
  const live = await caller.api.live.service({ serviceId });
  const marks = live[Symbol.asyncIterator]();
  await marks.next();
  const removed = data.db.delete(grants).returning().all();
  await assert.rejects(marks.next(), { code: 'NOT_FOUND' });
  await assert.rejects(logged, { code: 'NOT_FOUND' });

  data.db.insert(grants).values(removed).run();
  const again = (await caller.api.live.service({ serviceId }))[Symbol.asyncIterator]();
  await again.next();
  data.db.delete(session).run();
  await assert.rejects(again.next(), { code: 'UNAUTHORIZED' });
});

async function readLog(input: { deploymentId: string; lastEventId?: string | undefined }) {
  const texts: string[] = [];
  let lastEventId: string | undefined;
  for await (const message of await caller.api.deployments.log(input)) {
    // Unlike a client, the server's own caller gets the envelope that the transport would open.
    const envelope: unknown = message;
    assert.ok(isTrackedEnvelope<{ lines: { text: string }[] }>(envelope));
    const [id, { lines }] = envelope;
    texts.push(...lines.map((line) => line.text));
    lastEventId = id;
  }
  return { texts, lastEventId };
}
