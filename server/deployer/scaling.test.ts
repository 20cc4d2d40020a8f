// Scaling on real processes: to zero and back with the clock set forward, by load, by hand, and as far as the machine goes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeBuckets } from '#db/stores/request-metrics.ts';
import { findVersionEvenDeleted, readVersionStatuses } from '#db/stores/versions.ts';
import { saveWakeRequests } from '#db/stores/wake-requests.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { setScaling } from '#server/commands/set-scaling.ts';
import { startInstance } from '#server/commands/start-instance.ts';
import { stopInstance } from '#server/commands/stop-instance.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { scaleSettingsSchema } from '#server/domain/scale-settings.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';

const MINUTE_MS = 60_000;

function scale(on: TestDeployer, settings: Parameters<typeof scaleSettingsSchema.parse>[0]): void {
  setScaling(on.ctx, on.service, scaleSettingsSchema.parse(settings));
}

/** The gateway counted this many requests in flight in each of the last seconds. */
function count(on: TestDeployer, versionId: string, peakInFlight: number, seconds = 1): void {
  const second = Math.floor(on.now() / 1000);
  const counts = { requests: 1, errors: 0, peakInFlight, latency: {} };
  writeBuckets(
    on.metrics,
    Array.from({ length: seconds }, (_, back) => {
      return { workerId: 'w1', serviceId: on.service.id, versionId, at: second - back, ...counts };
    }),
  );
}

function note(on: TestDeployer, versionId: string) {
  return readVersionStatuses(on.db, [versionId]).get(versionId)?.scaling ?? null;
}

test('S3-17, S3-59: thirty minutes after the last request a version is at zero, and the next one wakes it', async () => {
  await using on = new TestDeployer({ resyncMs: 100 });
  const { versionId } = await on.live(on.deploy());
  count(on, versionId, 0);
  on.clockAheadMs = 20 * MINUTE_MS;
  count(on, versionId, 1);
  on.clockAheadMs = 49 * MINUTE_MS;
  await on.until('when it sleeps is told', () => (note(on, versionId)?.sleepsAt ?? 0) > on.now());
  assert.equal((await on.running(versionId)).length, 1);
  on.clockAheadMs = 51 * MINUTE_MS;
  await on.until('nothing of it runs', async () => (await on.running(versionId)).length === 0);
  assert.deepEqual([on.state(versionId), note(on, versionId)?.reason], ['normal', 'idle']);
  assert.deepEqual(on.shares(), { [versionId]: 100 }, 'it keeps its traffic');
  assert.equal(on.instances(versionId)[0]?.stopReason, 'idle');

  await on.stopDeployer();
  on.startDeployer();
  saveWakeRequests(on.db, [{ serviceId: on.service.id, versionId, askedAt: on.now() }]);
  await on.until('it serves again', () => on.document()?.versions[0]?.instances.length === 1);
  assert.deepEqual(on.errors, []);
});

test('requests in flight bring instances, and their end lets them go', async () => {
  const windows = { scaleStableMs: 2_000, scalePanicMs: 2_000, scaleInDelayMs: 2_000, statsPeriodMs: 500 };
  await using on = new TestDeployer({ ...windows, resyncMs: 60_000 });
  scale(on, { mode: 'alwaysScale', inFlightTarget: 2 });
  const { versionId } = await on.live(on.deploy({}, { scalePolicies: [], maxReplicas: 3 }));
  await on.until('three serve', () => {
    count(on, versionId, 9, 3);
    return on.document()?.versions[0]?.instances.length === 3;
  });
  assert.ok(['burst', 'requests'].includes(note(on, versionId)?.reason ?? ''));
  await on.until('one serves', async () => (await on.running(versionId)).length === 1);
  assert.deepEqual(
    on.instances(versionId).flatMap(({ stopReason }) => stopReason ?? []),
    ['scaled-in', 'scaled-in'],
  );
});

test('手动启停实例: the instance that was named goes, another comes, and none stays where all were stopped', async () => {
  await using on = new TestDeployer();
  scale(on, { mode: 'manualScale' });
  const { versionId } = await on.live(on.deploy());
  const version = findVersionEvenDeleted(on.db, versionId);
  const [first] = on.instances(versionId);
  assert.deepEqual(startInstance(on.ctx, on.service, version), { count: 2 });
  await on.until('two serve', () => on.document()?.versions[0]?.instances.length === 2);
  assert.deepEqual(stopInstance(on.ctx, on.service, version, first?.id ?? ''), { count: 1 });
  await on.until('the first is gone', () => on.instances(versionId)[0]?.state === 'removed');
  const [left, ...others] = await on.running(versionId);
  assert.deepEqual([others.length, left === first?.id], [0, false]);
  assert.deepEqual(stopInstance(on.ctx, on.service, version, left ?? ''), { count: 0 });
  await on.until('nothing of it runs', async () => (await on.running(versionId)).length === 0);
  assert.equal(on.document()?.versions[0]?.isWakeable, false);
});

test('what the machine cannot give is said, and given once something else is gone', async () => {
  await using on = new TestDeployer({}, smallMachine);
  const other = createService(on.ctx, { environmentId: on.environment.id, name: 'other', remark: '' });
  await on.live(on.deploy({}, {}, other));
  const { versionId } = await on.live(on.deploy());
  scale(on, {
    mode: 'custom',
    timers: [
      { cycle: 'daily', startTime: '00:00', endTime: '12:00', replicas: 3 },
      { cycle: 'daily', startTime: '12:00', endTime: '00:00', replicas: 3 },
    ],
  });
  await on.until('it has one more and says what is missing', () => note(on, versionId)?.short === 1);
  await on.until('both run', async () => (await on.running(versionId)).length === 2);
  assert.deepEqual(note(on, versionId)?.free, { cpu: 3.25, memoryGb: 0.1 });
  const made = on.instances(versionId).length;
  deleteService(on.ctx, other, { mode: 'whole', name: other.name });
  await on.until('the third runs', async () => (await on.running(versionId)).length === 3);
  assert.equal(on.instances(versionId).length, made + 1, 'none was tried in vain');
  assert.equal(note(on, versionId)?.short, 0);
});

/** With room for three instances of the smallest kind. */
function smallMachine(dataDir: string): EmbeddedRunner {
  const runner = new EmbeddedRunner(dataDir);
  const facts = runner.facts.bind(runner);
  return Object.assign(runner, {
    facts: async () => ({ ...(await facts()), cpuCores: 1, memoryBytes: 1.6 * 2 ** 30 }),
  });
}
