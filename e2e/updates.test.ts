// Redeploys and rollbacks of a version under traffic, on real containers: no request may fail (S2-21).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SteadyVisitor } from '#e2e/visitor.ts';
import { startService, startWorld, type World } from '#e2e/world.ts';
import { deployed, redeploy, until } from '#scripts/console-client.ts';
import { ensureEngine } from '#scripts/engine.ts';

const VISITORS = 8;
/** Requests that each part of the story has to see at least, so that "none failed" says something. */
const ENOUGH = 200;

describe('updates of a version with three instances, under traffic on Docker', { concurrency: false }, () => {
  let engine: Awaited<ReturnType<typeof ensureEngine>>;
  let world: World;

  before(async () => {
    engine = await ensureEngine({ log: () => {} });
    world = await startWorld({ runner: 'docker', env: { DOCKER_HOST: engine.dockerHost } });
  });

  after(async () => {
    try {
      await world?.installation[Symbol.asyncDispose]();
    } finally {
      await engine?.stop();
    }
  });

  test('a redeploy, a rollback and a redeploy that fails: 0 failed requests in each', async () => {
    const { url, first } = await startService(world, 'updated', { minReplicas: 3 });
    const { versionId } = first;

    await underTraffic(url, async () => {
      const { deploymentId } = await redeploy(world.client, versionId, { COLOUR: 'blue' });
      assert.equal((await deployed(world.client, deploymentId)).failedRequests, 0);
    });
    assert.deepEqual(await snapshots(versionId), [2, 2, 2]);

    await underTraffic(url, async () => {
      const { deploymentId } = await world.client.api.history.rollBack.mutate({
        versionId,
        snapshotNumber: 1,
      });
      await deployed(world.client, deploymentId);
    });
    assert.deepEqual(await snapshots(versionId), [1, 1, 1]);

    await underTraffic(url, async () => {
      const { deploymentId } = await redeploy(world.client, versionId, {
        SAMPLE_EXIT_AFTER_MS: '1',
        SAMPLE_START_DELAY_MS: '60000',
      });
      const end = await until(
        () => world.client.api.deployments.get.query({ deploymentId }),
        ({ state }) => state !== 'running',
      );
      assert.equal(end.state, 'failed');
    });
    assert.deepEqual(await snapshots(versionId), [1, 1, 1]);
  });

  test('kill -9 of the deployer in the middle of a redeploy: it goes on, without a failed request', async () => {
    const { url, first } = await startService(world, 'deployer-dies', { minReplicas: 3 });
    const { versionId } = first;
    await underTraffic(url, async () => {
      const { deploymentId } = await redeploy(world.client, versionId, { COLOUR: 'blue' });
      await until(
        () => instances(versionId),
        (all) => all.some(({ state, snapshotNumber }) => state === 'ready' && snapshotNumber === 2),
      );
      const { deployer } = world.installation.pids();
      assert.ok(deployer);
      process.kill(deployer, 'SIGKILL');
      await deployed(world.client, deploymentId);
    });
    assert.deepEqual(await snapshots(versionId), [2, 2, 2]);
  });

  async function instances(versionId: string) {
    return (await world.client.api.versions.instances.query({ versionId, pageSize: 50 })).items;
  }

  /** Of the instances that are there, once the version has come to rest. */
  async function snapshots(versionId: string): Promise<number[]> {
    const all = await until(
      () => instances(versionId),
      (list) => {
        const present = list.filter(({ state }) => state !== 'removed' && state !== 'exited');
        return present.length === 3 && present.every(({ state }) => state === 'ready');
      },
    );
    return all.filter(({ state }) => state === 'ready').map(({ snapshotNumber }) => snapshotNumber);
  }
});

async function underTraffic(url: string, act: () => Promise<void>): Promise<void> {
  const visitors = Array.from({ length: VISITORS }, () => new SteadyVisitor(url));
  await act();
  const counted = () => visitors.reduce((sum, { requests }) => sum + requests, 0);
  await until(
    async () => counted(),
    (requests) => requests >= ENOUGH,
  );
  await Promise.all(visitors.map((visitor) => visitor.stop()));
  assert.deepEqual(
    visitors.flatMap(({ failures }) => failures),
    [],
  );
}
