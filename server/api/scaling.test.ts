import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { recentEvents } from '#db/stores/events.ts';
import { insertInstance } from '#db/stores/instances.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { refusedWith } from '#server/api/test-refusal.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { scaleSettingsSchema } from '#server/domain/scale-settings.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;
let environmentId = '';

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  owner = await signedIn(data.db, 'owner');
  ({ id: environmentId } = await owner.api.environments.create({ alias: 'scaling', region: 'sh' }));
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** A service with one version that came live and has all traffic. */
function serviceOf(name: string, more: Partial<VersionSpecInput> = {}) {
  const service = createService(owner.command, { environmentId, name, remark: '' });
  const spec = specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' }, ...more });
  const deployed = deployVersion(owner.command, service, { spec, trafficStrategy: 'full', remark: '' });
  const { deploymentId, versionId } = deployed;
  finishDeployment(owner.command, { deploymentId, requests: 0, failedRequests: 0 });
  return { serviceId: service.id, versionId };
}

const WINDOW = { cycle: 'daily', startTime: '03:45', endTime: '11:15', replicas: 3 } as const;

async function issuesOf(call: Promise<unknown>): Promise<string[]> {
  const error: unknown = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  const { issues } = (
    error as { cause: { issues: { path: (string | number)[]; code?: string; message?: string }[] } }
  ).cause;
  return issues.map(({ path, code, message }) => `${path.join('.')} ${code === 'custom' ? message : code}`);
}

test('a service scales always, by the versions alone, until somebody sets it; what was set is told and noted', async () => {
  const { serviceId } = serviceOf('set');
  const { settings, updatedAt } = await owner.api.scaling.get({ serviceId });
  assert.deepEqual([settings.mode, settings.inFlightTarget, updatedAt], ['alwaysScale', null, null]);
  const { generation } = await owner.api.services.get({ serviceId });
  await owner.api.scaling.set({
    serviceId,
    settings: { mode: 'custom', timers: [WINDOW], timeZone: 'Europe/Berlin', inFlightTarget: 20 },
  });
  const told = await owner.api.scaling.get({ serviceId });
  assert.deepEqual([told.settings.mode, told.settings.timeZone], ['custom', 'Europe/Berlin']);
  assert.equal(told.activeTimers.length, 1);
  assert.equal((await owner.api.services.get({ serviceId })).generation, generation + 1);
  const [event] = recentEvents(data.db, serviceId, ['scaling.set'], 1);
  const modes = [event?.before, event?.after].map((settings) => Object(settings).mode);
  assert.deepEqual(modes, ['alwaysScale', 'custom']);
});

test('1.13: a timer rule has more than the minimum of what serves, and no more than its maximum', async () => {
  const { serviceId } = serviceOf('timers', {
    replicaMode: 'high-availability',
    minReplicas: 3,
    maxReplicas: 5,
  });
  const set = (replicas: number) =>
    owner.api.scaling.set({ serviceId, settings: { mode: 'custom', timers: [{ ...WINDOW, replicas }] } });
  assert.deepEqual(await issuesOf(set(3)), ['timers.0.replicas timer_replicas_not_above_min']);
  assert.deepEqual(await issuesOf(set(6)), ['timers.0.replicas timer_replicas_above_max']);
  await set(5);
});

test('what is wrong with settings is said field by field', () => {
  const codes = (settings: object) =>
    (scaleSettingsSchema.safeParse({ mode: 'custom', ...settings }).error?.issues ?? []).map(
      ({ path, message }) => `${path.join('.')} ${message}`,
    );
  const timer = (more: object) => codes({ timers: [{ ...WINDOW, ...more }] });
  assert.deepEqual(timer({}), []);
  assert.deepEqual(timer({ cycle: 'once' }), [
    'timers.0.startDate timer_dates_required',
    'timers.0.endDate timer_dates_required',
  ]);
  assert.deepEqual(timer({ startDate: '2026-11-22', endDate: '2026-11-21' }), [
    'timers.0.endDate timer_dates_reversed',
  ]);
  assert.deepEqual(timer({ cycle: 'weekly' }), ['timers.0.days timer_days_required']);
  assert.deepEqual(timer({ cycle: 'weekly', days: [8] }), ['timers.0.days timer_days_invalid']);
  assert.deepEqual(timer({ endTime: '03:45' }), ['timers.0.endTime timer_window_empty']);
  assert.deepEqual(codes({ timeZone: 'Mars/Olympus' }), ['timeZone time_zone_invalid']);
  assert.deepEqual(codes({ inFlightTarget: 0 }), ['inFlightTarget in_flight_target_invalid']);
});

test('instances are started and stopped by hand in that mode only, up to the maximum and down to none', async () => {
  const { serviceId, versionId } = serviceOf('manual', { maxReplicas: 2 });
  const { api } = owner;
  await assert.rejects(api.scaling.startInstance({ versionId }), refusedWith('scaling_not_manual'));
  await api.scaling.set({ serviceId, settings: { mode: 'manualScale' } });
  const row = { serviceId, versionId, snapshotNumber: 1, cpu: 0.5, memoryGb: 1, createdAt: 1 };
  insertInstance(data.db, { ...row, id: 'running', state: 'ready' });
  insertInstance(data.db, { ...row, id: 'leaving', state: 'draining' });
  assert.deepEqual(await api.scaling.startInstance({ versionId }), { count: 2 });
  await assert.rejects(api.scaling.startInstance({ versionId }), refusedWith('manual_instances_max'));
  const stop = (instanceId: string) => api.scaling.stopInstance({ versionId, instanceId });
  assert.deepEqual(await stop('running'), { count: 1 });
  await assert.rejects(stop('running'), refusedWith('instance_not_running'));
  await assert.rejects(stop('leaving'), refusedWith('instance_not_running'));
  await assert.rejects(stop('of-another'), refusedWith('not_found'));
  assert.deepEqual((await api.scaling.get({ serviceId })).manualCounts, { [versionId]: 1 });
  const kinds = recentEvents(
    data.db,
    serviceId,
    ['scaling.instance-started', 'scaling.instance-stopped'],
    10,
  ).map(({ kind }) => kind);
  assert.deepEqual(kinds.toSorted(), ['scaling.instance-started', 'scaling.instance-stopped']);
  await api.scaling.set({ serviceId, settings: { mode: 'noScale' } });
  assert.deepEqual((await api.scaling.get({ serviceId })).manualCounts, {});
});
