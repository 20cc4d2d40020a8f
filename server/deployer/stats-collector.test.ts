import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listSamples } from '#db/stores/instance-samples.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';
import type { InstanceStats } from '#server/runner/port.ts';

const samplesOf = (on: TestDeployer) => listSamples(on.metrics, on.service.id, 0);

test('what an instance uses is written down by the next deployer too', async () => {
  await using on = new TestDeployer({ statsPeriodMs: 50 });
  const { versionId } = await on.live(on.deploy());
  const [instance] = on.instances(versionId);
  const first = await on.until('it was seen', () =>
    samplesOf(on).find(({ memoryBytes }) => memoryBytes > 8e6),
  );
  assert.deepEqual([first.versionId, first.instanceId], [versionId, instance?.id]);
  assert.ok(Math.abs(first.at - on.now() / 1000) < 5);
  await on.stopDeployer();
  const last = samplesOf(on).at(-1)?.at ?? 0;
  on.clockAheadMs += 60_000;
  on.startDeployer();
  await on.until('the next deployer sees it', () => (samplesOf(on).at(-1)?.at ?? 0) > last);
  assert.deepEqual(on.errors, []);
});

/** One instance never answers. */
class Deaf extends EmbeddedRunner {
  deafId: string | undefined;

  override stats(instanceId: string): Promise<InstanceStats | null> {
    this.deafId ??= instanceId;
    return instanceId === this.deafId ? new Promise(() => {}) : super.stats(instanceId);
  }
}

test('an instance that does not answer keeps no other one waiting', async () => {
  await using on = new TestDeployer({ statsPeriodMs: 50 }, (dataDir) => new Deaf(dataDir));
  await on.live(on.deploy({}, { replicaMode: 'high-availability', minReplicas: 2 }));
  await on.until('the other one was seen', () => samplesOf(on).length > 0);
  const { deafId } = on.runner as Deaf;
  assert.ok(samplesOf(on).every(({ instanceId }) => instanceId !== deafId));
});

/** Refuses twice, then answers. */
class Refusing extends EmbeddedRunner {
  refusals = 0;

  override stats(instanceId: string): Promise<InstanceStats | null> {
    if (this.refusals === 2) return super.stats(instanceId);
    this.refusals += 1;
    return Promise.reject(new Error('no figures'));
  }
}

test('an engine that refuses is told of once, and asked again', async () => {
  await using on = new TestDeployer({ statsPeriodMs: 50 }, (dataDir) => new Refusing(dataDir));
  await on.live(on.deploy());
  await on.until('it answers', () => samplesOf(on).length > 0);
  assert.deepEqual([(on.runner as Refusing).refusals, on.errors], [2, ['stats: Error: no figures']]);
});
