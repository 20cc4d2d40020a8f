// Updates of a version on real processes: rolling, undone where one instance fails, and back to older snapshots.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { findVersion, readSpec } from '#db/stores/versions.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import type { Deployed } from '#server/commands/deploy-version.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { rollBackVersion } from '#server/commands/roll-back-version.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { type SpecInput, specInputSchema } from '#server/domain/spec.ts';

const THREE = { replicaMode: 'high-availability', minReplicas: 3 } as const;

function versionOf(on: TestDeployer, { versionId }: Deployed) {
  return findVersion(on.db, versionId) ?? assert.fail(`no version ${versionId}`);
}

/** 编辑配置并重新部署 with these variables besides what the version has. */
function redeploy(on: TestDeployer, target: Deployed, env: Record<string, string>): Deployed {
  const version = versionOf(on, target);
  const spec: SpecInput = specInputSchema.parse({
    ...readSpec(on.db, version.id, version.snapshotNumber),
    env: Object.entries(env).map(([name, value]) => ({ kind: 'plain', name, value })),
  });
  return { ...target, ...redeployVersion(on.ctx, version, { spec }) };
}

function rollBack(on: TestDeployer, target: Deployed, snapshotNumber: number): Deployed {
  return { ...target, ...rollBackVersion(on.ctx, versionOf(on, target), { snapshotNumber }) };
}

/** Snapshots of the instances that are ready. */
function ready(on: TestDeployer): number[] {
  return on
    .instances()
    .filter(({ state }) => state === 'ready')
    .map(({ snapshotNumber }) => snapshotNumber);
}

/** A dependency that answers 200 so many times, and 500 from then on. */
async function dependency(times: number) {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.writeHead(asked <= times ? 200 : 500).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, [Symbol.dispose]: () => void server.close() };
}

test('S2-15, S2-16: an update replaces every instance, one at a time, and leaves the traffic as it was', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy({}, THREE));
  await on.until('it serves', () => on.shares()[first.versionId] === 100);
  const before = new Set(on.instances().map(({ id }) => id));
  const update = redeploy(on, first, { COLOUR: 'blue' });
  let most = 0;
  let fewest = 3;
  await on.until('the update ends', () => {
    const present = on.instances().filter(({ state }) => state !== 'removed' && state !== 'exited');
    most = Math.max(most, present.length);
    fewest = Math.min(fewest, ready(on).length);
    return on.deployment(update.deploymentId).state !== 'running';
  });
  await on.live(update);
  const areGone = () => on.instances().every(({ id, state }) => state === 'removed' || !before.has(id));
  await on.until('the last old one is gone', areGone);
  assert.deepEqual([most, fewest], [4, 3]);
  assert.deepEqual(ready(on), [2, 2, 2]);
  assert.deepEqual(on.shares(), { [first.versionId]: 100 });
  assert.equal(on.state(first.versionId), 'normal');
  assert.equal(versionOf(on, first).snapshotNumber, 2);
  assert.deepEqual(on.steps(update), ['check finished', 'image finished', 'update finished', 'restore todo']);
  assert.deepEqual(on.errors, []);
});

test('S2-22: one instance of three that fails brings all of them back to the old configuration', async () => {
  await using on = new TestDeployer();
  using needed = await dependency(1);
  const first = await on.live(on.deploy({ COLOUR: 'green' }, THREE));
  const update = redeploy(on, first, { SAMPLE_NEEDS_URL: needed.url });
  const { state, failure } = await on.ended(update);
  assert.deepEqual([state, failure?.code], ['failed', 'exited_at_once']);
  assert.match(failure?.logTail.join('\n') ?? '', /needs http.* which answers 500/);
  await on.until('the old configuration is back', () => on.steps(update)[3] === 'restore finished');
  assert.deepEqual(ready(on), [1, 1, 1]);
  assert.equal((await on.running(first.versionId)).length, 3);
  assert.equal(on.state(first.versionId), 'update-failed');
  assert.equal(versionOf(on, first).snapshotNumber, 1);
  assert.deepEqual(on.shares(), { [first.versionId]: 100 });
});

test('S2-19: a rollback brings an older snapshot back in the same way, and can itself be gone back on', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy({ COLOUR: 'green' }));
  await on.live(redeploy(on, first, { COLOUR: 'blue' }));
  const back = await on.live(rollBack(on, first, 1));
  assert.equal(versionOf(on, first).snapshotNumber, 1);
  await on.until('only the old snapshot runs', () => JSON.stringify(ready(on)) === '[1]');
  assert.equal(on.deployment(back.deploymentId).fromSnapshotNumber, 2);
  await on.live(rollBack(on, first, 2));
  assert.equal(versionOf(on, first).snapshotNumber, 2);
});

test('S3-23: a cancelled update ends where it began', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy());
  const update = redeploy(on, first, { SAMPLE_START_DELAY_MS: '60000' });
  await on.until('the new one starts', () => on.instances().length === 2);
  cancelDeployment(on.ctx, on.deployment(update.deploymentId));
  await on.until('the new one is gone', async () => (await on.running(first.versionId)).length === 1);
  assert.deepEqual(ready(on), [1]);
  await on.until('it is as before', () => on.state(first.versionId) === 'normal');
});

test('an update goes on where a deployer that was killed had left it', async () => {
  await using on = new TestDeployer();
  const first = await on.live(on.deploy({}, THREE));
  const update = redeploy(on, first, { COLOUR: 'blue' });
  await on.until('one is replaced', () => ready(on).includes(2));
  await on.stopDeployer();
  on.startDeployer();
  await on.live(update);
  await on.until('all are replaced', () => JSON.stringify(ready(on)) === '[2,2,2]');
});

test('a sleeping version is updated without waking to the old configuration', async () => {
  await using on = new TestDeployer({ offlineAfterMs: 1_000 });
  const first = await on.live(on.deploy());
  await on.live(on.deploy({}, { trafficStrategy: 'full' }));
  on.clockAheadMs = 10_000;
  await on.until('the first sleeps', () => on.state(first.versionId) === 'offline');
  await on.live(redeploy(on, first, { COLOUR: 'blue' }));
  const made = on.instances(first.versionId).filter(({ snapshotNumber }) => snapshotNumber === 1);
  assert.equal(made.length, 1);
});

test('a secret reaches the program and nothing else', async () => {
  await using on = new TestDeployer();
  using needed = await dependency(1);
  const secret = `${needed.url}?password=hunter2`;
  const env = [{ kind: 'new-secret' as const, name: 'SAMPLE_NEEDS_URL', value: secret }];
  const first = await on.live(on.deploy({}, { env }));
  const stored = JSON.stringify(readSpec(on.db, first.versionId, 1));
  assert.ok(!stored.includes('hunter2'));
  const events = JSON.stringify(on.db.$client.prepare('select * from events').all());
  assert.ok(!events.includes('hunter2'));
});
