import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { writeLog } from '#db/stores/request-log.ts';
import { writeBuckets } from '#db/stores/request-metrics.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { createService } from '#server/commands/create-service.ts';
import type { LoggedRequest } from '#server/domain/request-log.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;
let environmentId = '';

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  owner = await signedIn(data.db, 'owner');
  ({ id: environmentId } = await owner.api.environments.create({ alias: 'requests', region: 'sh' }));
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

function newService(name: string): string {
  return createService(owner.command, { environmentId, name, remark: '' }).id;
}

function request(at: number, changes: Partial<LoggedRequest> = {}): LoggedRequest {
  return {
    ...{ at, method: 'GET', host: 'web.test', path: '/', status: 200, ms: 3, bytesIn: 0, bytesOut: 10 },
    ...{ versionId: 'v1', versionName: 'v1', instanceId: 'i', rule: 'percent', requestId: `r${at}` },
    ...changes,
  };
}

test('the request log comes in pages of 100 that lead from one to the next', async () => {
  const serviceId = newService('pages');
  const requests = Array.from({ length: 230 }, (_, at) => request(at));
  writeLog(data.metrics, serviceId, requests, { at: Date.now(), count: 4 });
  const first = await owner.api.requests.list({ serviceId });
  assert.equal(first.items.length, 100);
  assert.equal(first.items[0]?.requestId, 'r229');
  assert.equal(first.missed, 4);
  const second = await owner.api.requests.list({ serviceId, cursor: first.next ?? assert.fail() });
  const third = await owner.api.requests.list({ serviceId, cursor: second.next ?? assert.fail() });
  assert.equal(third.items.length, 30);
  assert.equal(third.next, null);
  assert.equal(third.items.at(-1)?.requestId, 'r0');
});

test('filters reach the log as they are asked for', async () => {
  const serviceId = newService('filters');
  const requests = [request(1), request(2, { status: 503, path: '/pay' }), request(3, { versionId: 'v2' })];
  writeLog(data.metrics, serviceId, requests, { at: 0, count: 0 });
  const ids = async (filter: object) => {
    const { items } = await owner.api.requests.list({ serviceId, ...filter });
    return items.map(({ requestId }) => requestId);
  };
  assert.deepEqual(await ids({ statusClass: '5xx' }), ['r2']);
  assert.deepEqual(await ids({ text: 'pay' }), ['r2']);
  assert.deepEqual(await ids({ versionId: 'v2' }), ['r3']);
  const now = Date.now();
  writeLog(data.metrics, serviceId, [request(now, { requestId: 'new' })], { at: 0, count: 0 });
  assert.deepEqual(await ids({ maxAgeMs: 60_000 }), ['new']);
});

test('figures are those of the time that was asked for', async () => {
  const serviceId = newService('figures');
  const now = Math.floor(Date.now() / 1000);
  const bucket = { workerId: 'w', serviceId, versionId: 'v1', requests: 6, errors: 3, latency: { 20: 6 } };
  writeBuckets(data.metrics, [
    { ...bucket, at: now - 5 },
    { ...bucket, at: now - 1_800 },
  ]);
  const live = await owner.api.requests.figures({ serviceId, range: 'live' });
  assert.deepEqual(
    live.versions.map(({ versionId, requests, requestsPerSecond, errorPercent }) => {
      return { versionId, requests, requestsPerSecond, errorPercent };
    }),
    [{ versionId: 'v1', requests: 6, requestsPerSecond: 0.1, errorPercent: 50 }],
  );
  const hour = await owner.api.requests.figures({ serviceId, range: 'hour' });
  assert.equal(hour.versions[0]?.requests, 12);
});

test('whoever may view sees the log, and only who operates lets it keep query values', async () => {
  const serviceId = newService('rights');
  const tester = await signedIn(data.db, 'tester', environmentId);
  const elsewhere = await owner.api.environments.create({ alias: 'elsewhere', region: 'gz' });
  assert.deepEqual((await tester.api.requests.list({ serviceId })).items, []);
  const stranger = await signedIn(data.db, 'ops', elsewhere.id);
  assert.equal((await tester.api.requests.settings({ serviceId })).keepsQueries, false);
  assert.deepEqual((await tester.api.requests.figures({ serviceId, range: 'day' })).versions, []);
  await assert.rejects(tester.api.requests.setQueryLogging({ serviceId, keeps: true }), /not_found/);
  await assert.rejects(stranger.api.requests.list({ serviceId }), /not_found/);
  await assert.rejects(stranger.api.requests.figures({ serviceId, range: 'live' }), /not_found/);
  await owner.api.requests.setQueryLogging({ serviceId, keeps: true });
  assert.equal((await tester.api.requests.settings({ serviceId })).keepsQueries, true);
  await owner.api.requests.setQueryLogging({ serviceId, keeps: false });
  assert.equal((await tester.api.requests.settings({ serviceId })).keepsQueries, false);
  const kinds = data.db.$client
    .prepare('select kind from events where service_id = ?')
    .pluck()
    .all(serviceId);
  assert.equal(kinds.filter((kind) => kind === 'service.query-logging-set').length, 2);
});
