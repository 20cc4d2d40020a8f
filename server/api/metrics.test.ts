import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  coldStarts,
  gatewayRuns,
  instanceMinutes,
  instanceRequests,
  instanceSamples,
  requestMinutes,
} from '#db/metrics-schema.ts';
import { usageLedger } from '#db/schema/usage.ts';
import { appendEvent } from '#db/stores/events.ts';
import { writeBuckets, writeMetrics } from '#db/stores/request-metrics.ts';
import { findService } from '#db/stores/services.ts';
import { insertVersion } from '#db/stores/versions.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { readMetricsView } from '#server/api/views/metrics-view.ts';
import { createService } from '#server/commands/create-service.ts';
import type { MetricRange } from '#server/domain/metric-sampling.ts';
import { DAY, HOUR, MINUTE, spanOf } from '#server/domain/metric-spans.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;
let environmentId = '';

/** The middle of a minute, and an hour after the service was made. */
const NOW = spanOf(Math.floor(Date.now() / 1000), HOUR) + HOUR + 30;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  owner = await signedIn(data.db, 'owner');
  ({ id: environmentId } = await owner.api.environments.create({ alias: 'metrics', region: 'sh' }));
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** A service as old as the figures. */
function newService(name: string): string {
  const { id } = createService(owner.command, { environmentId, name, remark: '' });
  data.db.$client.prepare('update services set created_at = ? where id = ?').run((NOW - 60 * DAY) * 1000, id);
  return id;
}

function newVersion(serviceId: string, number: number, createdAt = NOW - 40 * DAY): string {
  const id = `${serviceId}-v${number}`;
  const facts = { remark: '', snapshotNumber: 1, succeededAt: null, deletedAt: null };
  const at = { createdAt: createdAt * 1000, updatedAt: createdAt * 1000 };
  insertVersion(data.db, { ...facts, ...at, id, serviceId, number, name: `it-00${number}` });
  return id;
}

function view(serviceId: string, query: Partial<Parameters<typeof readMetricsView>[2]> = {}) {
  const service = findService(data.db, serviceId) ?? assert.fail();
  return readMetricsView(
    data,
    service,
    { range: { last: '1h' as MetricRange }, split: 'version', zoneOffset: 0, ...query },
    NOW * 1000,
  );
}

/** And at no other time. */
function gatewayRan(from: number, to: number): void {
  data.metrics.delete(gatewayRuns).run();
  data.metrics.insert(gatewayRuns).values({ workerId: 'w', startedAt: from, lastAt: to }).run();
}

const COUNTS = { requests: 6, errors: 3, status4xx: 2, bytesOut: 100, latency: { 20: 6 }, peakInFlight: 2 };

test('figures stand at their minute, zero while a gateway ran and nothing while none did', () => {
  const serviceId = newService('gaps');
  const versionId = newVersion(serviceId, 1);
  gatewayRan(NOW - 30 * MINUTE, NOW);
  writeBuckets(data.metrics, [{ workerId: 'w', serviceId, versionId, at: NOW - 10 * MINUTE, ...COUNTS }]);
  const { lines, sampling } = view(serviceId);
  const figures = lines[0]?.figures ?? assert.fail();
  const point = Math.floor((NOW - 10 * MINUTE - sampling.from) / MINUTE);
  assert.equal(figures.requests[point], 6);
  assert.equal(figures.qps[point], 0.1);
  assert.equal(figures.errors[point], 5);
  assert.equal(figures.errorPercent[point], 50);
  assert.equal(figures.requests[point + 1], 0);
  assert.equal(figures.p95Ms[point + 1], null);
  assert.equal(figures.requests[0], null);
  assert.equal(figures.cpuCores[point], null);
});

test('a version has no figures before it was made', () => {
  const serviceId = newService('born');
  const versionId = newVersion(serviceId, 1, NOW - 5 * MINUTE);
  gatewayRan(NOW - HOUR, NOW);
  writeBuckets(data.metrics, [{ workerId: 'w', serviceId, versionId, at: NOW - MINUTE, ...COUNTS }]);
  const figures = view(serviceId).lines[0]?.figures ?? assert.fail();
  assert.equal(figures.qps[50], null);
  assert.equal(figures.qps.at(-3), 0);
  assert.equal(view(serviceId, { split: 'service' }).lines[0]?.figures.qps[50], 0);
});

test('two versions are two lines, and the service is their sum', () => {
  const serviceId = newService('two');
  const [old, young] = [newVersion(serviceId, 1), newVersion(serviceId, 2)];
  const bucket = { workerId: 'w', serviceId, at: NOW - 5 * MINUTE, ...COUNTS };
  writeBuckets(data.metrics, [
    { ...bucket, versionId: old },
    { ...bucket, versionId: young, latency: { 40: 6 } },
  ]);
  const { lines, versions } = view(serviceId);
  assert.deepEqual(
    lines.map(({ id }) => id),
    [old, young],
  );
  assert.deepEqual(
    versions.map(({ number }) => number),
    [1, 2],
  );
  const whole = view(serviceId, { split: 'service' }).lines[0]?.figures ?? assert.fail();
  assert.equal(Math.max(...whole.requests.map((value) => value ?? 0)), 12);
  assert.equal(Math.max(...whole.inFlight.map((value) => value ?? 0)), 4);
  assert.equal(view(serviceId, { versionId: young }).lines.length, 1);
});

test('instances, CU and cold starts come from what is known of each instance', () => {
  const serviceId = newService('instances');
  const versionId = newVersion(serviceId, 1);
  const names = { environmentId, serviceName: 'it', versionName: 'it-001' };
  const given = { serviceId, versionId, cpu: 0.5, memoryGb: 2 };
  const start = NOW - 30 - 20 * MINUTE;
  data.db
    .insert(usageLedger)
    .values([
      { ...names, ...given, instanceId: 'i1', startedAt: start * 1000, endedAt: (start + 5 * MINUTE) * 1000 },
      { ...names, ...given, instanceId: 'i2', startedAt: (start + MINUTE) * 1000, endedAt: null },
    ])
    .run();
  const at = start + 2 * MINUTE;
  const usage = { serviceId, versionId, at, samples: 12, cpuCores: 0.25, memoryBytes: 1000 };
  const maxima = { cpuCoresMax: 1, memoryBytesMax: 1000 };
  data.metrics
    .insert(instanceMinutes)
    .values([
      { ...usage, ...maxima, instanceId: 'i1' },
      { ...usage, ...maxima, instanceId: 'i2', cpuCores: 0.5 },
    ])
    .run();
  data.metrics.$client.prepare("insert into roll_ups values ('instance-minutes', ?)").run(at + MINUTE);
  const look = { serviceId, versionId, instanceId: 'i2', memoryBytes: 3000 };
  data.metrics
    .insert(instanceSamples)
    .values([
      { ...look, at: at + MINUTE + 5, cpuCores: 1 },
      { ...look, at: at + MINUTE + 10, cpuCores: 2 },
    ])
    .run();
  const waking = { serviceId, versionId, instanceId: 'i2', waited: 1 };
  data.metrics
    .insert(coldStarts)
    .values({ ...waking, arrivedAt: at * 1000, answeredAt: at * 1000 + 800 })
    .run();
  const { lines, sampling } = view(serviceId);
  const figures = lines[0]?.figures ?? assert.fail();
  const point = (at - sampling.from) / MINUTE;
  assert.equal(figures.instances[point], 2);
  assert.equal(figures.cu[point], 2);
  assert.equal(figures.cpuCores[point], 0.75);
  assert.equal(figures.memoryBytes[point], 2000);
  assert.equal(figures.cpuCores[point + 1], 1.5);
  assert.equal(figures.instances.at(-1), 1);
  assert.equal(figures.instances[0], null);
  assert.equal(figures.coldStarts[point], 1);
  assert.equal(figures.coldStartMs[point], 800);
});

test('by instance each has its own requests and its own use', () => {
  const serviceId = newService('single');
  const versionId = newVersion(serviceId, 1);
  const row = { workerId: 'w', serviceId, versionId, at: NOW - 30 - 2 * MINUTE, errors: 1, peakInFlight: 1 };
  data.metrics
    .insert(instanceRequests)
    .values([
      { ...row, instanceId: 'a', requests: 60 },
      { ...row, instanceId: 'b', requests: 30 },
      { ...row, workerId: 'w2', instanceId: 'b', requests: 30 },
    ])
    .run();
  const { lines } = view(serviceId, { split: 'instance' });
  const most = lines.map(({ instanceId, figures }) => [
    instanceId,
    Math.max(...figures.requests.map(Number)),
  ]);
  assert.deepEqual(Object.fromEntries(most), { a: 60, b: 60 });
});

test('deployments and changes of traffic are marks, an ended deployment only once', () => {
  const serviceId = newService('marks');
  const versionId = newVersion(serviceId, 1);
  const policy = { mode: 'percent', shares: [{ versionId, percent: 100 }] };
  const event = { actorId: 'u', actorName: 'U', environmentId, serviceId, versionId };
  const at = (NOW - 10 * MINUTE) * 1000;
  appendEvent(data.db, { ...event, at: at - DAY * 1000, kind: 'traffic.set', after: policy });
  appendEvent(data.db, { ...event, at, kind: 'deployment.started', after: { deploymentId: 'd1' } });
  appendEvent(data.db, { ...event, at, kind: 'deployment.failed', after: { deploymentId: 'd1' } });
  appendEvent(data.db, { ...event, at: at + 1, kind: 'deployment.started', after: { deploymentId: 'd2' } });
  appendEvent(data.db, { ...event, at: at + 2, kind: 'service.changed', after: {} });
  const { marks, initial, versions } = view(serviceId);
  assert.deepEqual(
    marks.map(({ kind, deploymentId }) => [kind, deploymentId]),
    [
      ['deployment.failed', 'd1'],
      ['deployment.started', 'd2'],
    ],
  );
  assert.deepEqual(initial, policy);
  assert.equal(versions[0]?.name, 'it-001');
});

test('of more than ten versions the newest are told', () => {
  const serviceId = newService('many');
  const ids = Array.from({ length: 13 }, (_, index) => newVersion(serviceId, index + 1));
  data.metrics
    .insert(requestMinutes)
    .values(ids.map((versionId) => ({ serviceId, versionId, at: NOW - 30 - MINUTE, ...COUNTS })))
    .run();
  data.metrics.$client.prepare("insert or replace into roll_ups values ('minutes', ?)").run(NOW - 30);
  const { lines, omitted } = view(serviceId);
  assert.deepEqual(
    lines.map(({ versionId }) => versionId),
    ids.slice(3),
  );
  assert.equal(omitted, 3);
});

test('who may not see the service gets no figures of it', async () => {
  const serviceId = newService('rights');
  writeMetrics(data.metrics, { workerId: 'w', pid: 1, at: Date.now() }, []);
  const other = await owner.api.environments.create({ alias: 'other', region: 'sh' });
  const stranger = await signedIn(data.db, 'ops', other.id);
  const asked = { serviceId, range: { last: '1h' }, split: 'service' } as const;
  await assert.rejects(stranger.api.metrics.series(asked), /not_found/);
  const tester = await signedIn(data.db, 'tester', environmentId);
  const answer = await tester.api.metrics.series(asked);
  assert.equal(answer.lines.length, 1);
  assert.equal(answer.sampling.stepSeconds, MINUTE);
});
