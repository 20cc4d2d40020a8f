// Versions that are live, on real processes: they are kept up, put to sleep, woken and cleared away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { saveWorker } from '#db/stores/gateway-workers.ts';
import { readMachine } from '#db/stores/machine.ts';
import { writeMetrics } from '#db/stores/request-metrics.ts';
import { findRoutes } from '#db/stores/routes.ts';
import { readServiceStatus } from '#db/stores/services.ts';
import { findVersionEvenDeleted } from '#db/stores/versions.ts';
import { deleteEnvironment } from '#server/commands/delete-environment.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { deleteVersion } from '#server/commands/delete-version.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';

const KEPT = { replicaMode: 'high-availability', minReplicas: 1 } as const;

async function twoVersions(on: TestDeployer): Promise<[string, string]> {
  const first = await on.live(on.deploy({}, KEPT));
  const second = await on.live(on.deploy({}, KEPT));
  await on.until('the first has all traffic', () => on.shares()[first.versionId] === 100);
  return [first.versionId, second.versionId];
}

function set(on: TestDeployer, percents: Record<string, number>): number {
  const shares = Object.entries(percents).map(([versionId, percent]) => ({ versionId, percent }));
  return setTraffic(on.ctx, on.service, {
    generation: on.generation(),
    policy: { mode: 'percent', shares },
  }).generation;
}

/** A gateway worker that is alive and says this. */
function gateway(on: TestDeployer, servedRevision: number, inFlight: Record<string, number> = {}): void {
  writeMetrics(on.metrics, { workerId: 'w1', pid: 1, at: on.now() }, []);
  saveWorker(on.db, { id: 'w1', pid: 1, startedAt: 0, servedRevision, inFlight });
}

test('a traffic change is in the routes within moments, also while a deployment runs', async () => {
  await using on = new TestDeployer();
  const [first, second] = await twoVersions(on);
  const third = on.deploy({ SAMPLE_START_DELAY_MS: '60000' });
  await on.until('a deployment runs', async () => (await on.running(third.versionId)).length === 1);
  const generation = set(on, { [first]: 80, [second]: 20 });
  await on.until('it is carried', () => on.shares()[second] === 20);
  assert.equal(on.deployment(third.deploymentId).state, 'running');
  assert.equal(readServiceStatus(on.db, on.service.id).appliedGeneration, generation);
  assert.equal(on.document()?.generation, generation);
});

test('an instance that is killed is replaced, and stands in the routes again', async () => {
  await using on = new TestDeployer();
  const { versionId } = await on.live(on.deploy());
  const [before] = on.instances();
  const answer = await fetch(`http://${before?.host}:${before?.port}/version`);
  const { pid } = (await answer.json()) as { pid: number };
  process.kill(pid, 'SIGKILL');
  const after = await on.until('another is routed', () => {
    const [routed] = on.document()?.versions[0]?.instances ?? [];
    return routed && routed.instanceId !== before?.id ? routed : null;
  });
  assert.equal(on.state(versionId), 'normal');
  const row = on.instances().find(({ id }) => id === before?.id);
  assert.deepEqual([row?.state, row?.exitCode], ['exited', 137]);
  await on.until('what was left is cleared away', async () => {
    const all = await on.runner.list();
    return all.length === 1 && all[0]?.instanceId === after.instanceId;
  });
});

test('a version goes offline after thirty minutes without traffic, and is woken by traffic', async () => {
  await using on = new TestDeployer({ resyncMs: 100 });
  const [first, second] = await twoVersions(on);
  set(on, { [second]: 100 });
  await on.until('the second serves', () => on.shares()[second] === 100);
  on.clockAheadMs = 29 * 60_000;
  await on.until('a resync went by', () => readMachine(on.db));
  assert.equal((await on.running(first)).length, 1);
  on.clockAheadMs = 31 * 60_000;
  await on.until('the first sleeps', async () => (await on.running(first)).length === 0);
  await on.until('it says so', () => on.state(first) === 'offline');
  assert.equal((await on.running(second)).length, 1);

  const generation = set(on, { [first]: 100 });
  await on.until('an instance is on its way', () =>
    on.instances(first).some(({ state }) => state === 'creating' || state === 'starting'),
  );
  assert.deepEqual(on.shares(), { [second]: 100 }, 'the old shares stay until the new version is ready');
  await on.until('the first serves', () => on.shares()[first] === 100);
  assert.equal(readServiceStatus(on.db, on.service.id).appliedGeneration, generation);
});

test('a deleted version drains until its requests are through', async () => {
  await using on = new TestDeployer();
  const [, second] = await twoVersions(on);
  const [instance] = on.instances(second);
  gateway(on, findRoutes(on.db, on.service.id)?.revision ?? 0);
  deleteVersion(on.ctx, findVersionEvenDeleted(on.db, second));
  const draining = await on.until('the routes say that it drains', () => {
    const routes = findRoutes(on.db, on.service.id);
    const all = routes?.document?.versions.flatMap((version) => version.instances) ?? [];
    return all.some((entry) => entry.instanceId === instance?.id && entry.isDraining) ? routes : null;
  });
  gateway(on, draining.revision, { [instance?.id ?? '']: 1 });
  assert.equal((await on.running(second)).length, 1);
  gateway(on, draining.revision);
  await on.until('it is stopped', async () => (await on.running(second)).length === 0);
  await on.until('its row is closed', () => on.instances(second).every(({ state }) => state === 'removed'));
  assert.equal(on.instances(second)[0]?.cutRequests, 0);
  assert.equal(on.document()?.versions.length, 1);
});

test('requests that outlast the drain deadline are cut off and counted', async () => {
  await using on = new TestDeployer({ drainDeadlineMs: 300 });
  const [, second] = await twoVersions(on);
  const [instance] = on.instances(second);
  gateway(on, 1_000, { [instance?.id ?? '']: 2 });
  deleteVersion(on.ctx, findVersionEvenDeleted(on.db, second));
  await on.until('it is stopped', async () => (await on.running(second)).length === 0);
  assert.equal(on.instances(second)[0]?.cutRequests, 2);
});

test('a deployment is through once the gateway serves it', async () => {
  await using on = new TestDeployer();
  gateway(on, 0);
  const first = await on.live(on.deploy());
  await on.until('it waits for the gateway', () => on.steps(first).includes('route running'));
  gateway(on, findRoutes(on.db, on.service.id)?.revision ?? 0);
  await on.until('it is through', () => on.steps(first).includes('route finished'));
});

test('a gateway that died is not waited for', async () => {
  await using on = new TestDeployer({ workerSilentMs: 300 });
  gateway(on, 0);
  const first = await on.live(on.deploy());
  await on.until('it is through', () => on.steps(first).includes('route finished'));
});

test('of a deleted service nothing is left, also when its environment goes at once', async () => {
  await using on = new TestDeployer();
  await on.live(on.deploy());
  deleteService(on.ctx, on.service, { mode: 'whole', name: 'shop' });
  deleteEnvironment(on.ctx, on.environment);
  await on.until('nothing runs', async () => (await on.runner.list()).length === 0);
  await on.until('the gateway is told', () => findRoutes(on.db, on.service.id)?.document === null);
  assert.ok(on.instances().every(({ state }) => state === 'removed'));
});

test('a container that no row speaks of is swept away', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  await on.stopDeployer();
  await on.runner.start({
    instanceId: 'stray',
    environmentId: on.environment.id,
    networkId: on.service.networkId,
    serviceId: on.service.id,
    serviceName: 'shop',
    versionId: first.versionId,
    versionName: first.versionName,
    snapshotNumber: 1,
    spec: versionSpecSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' }, port: 8000 }),
    image: 'sample/hello:v1',
    env: [],
  });
  on.startDeployer();
  await on.until('it is gone', async () => {
    const all = await on.runner.list();
    return all.every(({ instanceId }) => instanceId !== 'stray');
  });
  assert.equal((await on.running(first.versionId)).length, 1);
});

test('the machine is told with what is given away', async () => {
  await using on = new TestDeployer();
  await on.live(on.deploy());
  const machine = await on.until('it is told', () => {
    const row = readMachine(on.db);
    return row && row.cpuUsed > 0 ? row : null;
  });
  assert.deepEqual([machine.cpuUsed, machine.memoryUsedGb], [0.25, 0.5]);
  assert.equal(machine.cpuTotal, machine.cpuMax * 4);
  assert.equal(machine.isEngineUp, true);
  assert.ok(machine.images.some(({ reference }) => reference === 'sample/hello:v1'));
});

/** A runner whose hints never arrive. */
class SilentRunner extends EmbeddedRunner {
  override watch(): void {}
}

test('what no hint told is found by the resync, and counted', async () => {
  await using on = new TestDeployer({ resyncMs: 200 }, (dataDir) => new SilentRunner(dataDir));
  const { versionId } = await on.live(on.deploy());
  const [before] = on.instances();
  const answer = await fetch(`http://${before?.host}:${before?.port}/version`);
  process.kill(((await answer.json()) as { pid: number }).pid, 'SIGKILL');
  await on.until('it is replaced', () =>
    on.instances(versionId).some(({ id, state }) => id !== before?.id && state === 'ready'),
  );
  await on.until('it is counted', () => (readMachine(on.db)?.resyncCorrections ?? 0) >= 1);
});
