// The two worked examples of console-spec 9 on a deployer, and once with real time (S3-59, S3-60).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findService } from '#db/stores/services.ts';
import { listSleeps, listUsage } from '#db/stores/usage.ts';
import { listVersionStatuses } from '#db/stores/version-status.ts';
import { saveWakeRequests } from '#db/stores/wake-requests.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { type Usage, usageIn } from '#server/domain/usage.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';
import type { MachineFacts } from '#server/runner/port.ts';

const MINUTE = 60_000;
const ALWAYS = { from: 0, to: Number.MAX_SAFE_INTEGER };
const ONE_CORE_ONE_GB = { cpu: 1, memoryGb: 1 } as const;
/** The clock is turned by minutes: the rounds have to look at it, and nothing else may be late by it. */
const TURNED = { resyncMs: 100, readyWindowMs: 60 * MINUTE };

const lifetimes = (on: TestDeployer) => listUsage(on.db, [on.environment.id], ALWAYS);
const sleeps = (on: TestDeployer) => listSleeps(on.db, [on.environment.id], ALWAYS);
const used = (on: TestDeployer): Usage => usageIn(lifetimes(on), ALWAYS, on.now());

/** What the test itself takes is some seconds at most. */
function isAbout(actual: number, expected: number, seconds: number): void {
  assert.ok(actual >= expected && actual < expected + seconds / 60, `${actual} is not about ${expected}`);
}

/** Turns the clock to this long after the first create call. */
function turnTo(on: TestDeployer, ms: number): void {
  on.clockAheadMs += (lifetimes(on)[0]?.startedAt ?? 0) + ms - on.now();
}

test('低成本 1核1G, 自动100%, 5 minutes of deploying, no visitors: 35 核×分钟 and 35 GiB×分钟', async () => {
  await using on = new TestDeployer(TURNED);
  const deployed = on.deploy(
    { SAMPLE_START_DELAY_MS: '1000' },
    { ...ONE_CORE_ONE_GB, trafficStrategy: 'full' },
  );
  await on.until('it starts', () => on.instances()[0]?.state === 'starting');
  turnTo(on, 5 * MINUTE - 500);
  const { versionId } = await on.live(deployed);
  on.clockAheadMs += 29 * MINUTE;
  await on.until(
    'a round says when it sleeps',
    () => listVersionStatuses(on.db, on.service.id).get(versionId)?.scaling?.sleepsAt,
  );
  assert.equal(on.instances(versionId)[0]?.state, 'ready');
  on.clockAheadMs += MINUTE;
  await on.until('it is asleep', () => lifetimes(on).every(({ endedAt }) => endedAt !== null));
  isAbout(used(on).cpuMinutes, 35, 15);
  isAbout(used(on).memoryGbMinutes, 35, 15);
  on.clockAheadMs += 600 * MINUTE;
  isAbout(used(on).cpuMinutes, 35, 15);
});

/** A machine that has room for ten. */
class Roomy extends EmbeddedRunner {
  override async facts(): Promise<MachineFacts> {
    return { ...(await super.facts()), cpuCores: 16, memoryBytes: 32 * 2 ** 30 };
  }
}

test('高可用 1核1G, 最小副本数 10, 流量 0, 5 minutes of deploying: 50 and 50, then 10 a minute', async () => {
  await using on = new TestDeployer(TURNED, (dataDir) => new Roomy(dataDir));
  const ten = { replicaMode: 'high-availability', minReplicas: 10, maxReplicas: 10 } as const;
  const deployed = on.deploy({ SAMPLE_START_DELAY_MS: '1500' }, { ...ONE_CORE_ONE_GB, ...ten });
  await on.until('all ten are made', () => lifetimes(on).length === 10);
  turnTo(on, 5 * MINUTE - 2_000);
  await on.live(deployed);
  isAbout(used(on).cpuMinutes, 50, 100);
  assert.equal(used(on).memoryGbMinutes, used(on).cpuMinutes);
  const before = used(on).cpuMinutes;
  on.clockAheadMs += MINUTE;
  isAbout(used(on).cpuMinutes - before, 10, 20);
});

/** A minute of this test. */
const SHORT_MINUTE = 100;

test('the same with real instances and a minute of 100 ms: what deploying took, and 30 minutes more', async () => {
  await using on = new TestDeployer({ idleMs: 30 * SHORT_MINUTE });
  const deployed = on.deploy(
    { SAMPLE_START_DELAY_MS: String(4 * SHORT_MINUTE) },
    { ...ONE_CORE_ONE_GB, trafficStrategy: 'full' },
  );
  const { versionId } = await on.live(deployed);
  const [first] = await on.until('it sleeps', () => {
    const rows = lifetimes(on);
    return rows.every(({ endedAt }) => endedAt !== null) && rows;
  });
  const minutes = ((first?.endedAt ?? 0) - (first?.startedAt ?? 0)) / SHORT_MINUTE;
  const { finishedAt } = on.deployment(deployed.deploymentId);
  const deploying = ((finishedAt ?? 0) - (first?.startedAt ?? 0)) / SHORT_MINUTE;
  assert.ok(deploying >= 4, `deploying took ${deploying} minutes`);
  assert.ok(minutes >= deploying + 30 && minutes < deploying + 45, `${minutes} of ${deploying} + 30`);

  assert.deepEqual(
    sleeps(on).map(({ cpu, memoryGb, versionName, endedAt }) => [cpu, memoryGb, versionName, endedAt]),
    [[1, 1, 'shop-001', null]],
  );
  saveWakeRequests(on.db, [{ serviceId: on.service.id, versionId, askedAt: on.now() }]);
  await on.until('it was woken', () => lifetimes(on).length === 2);
  assert.ok(sleeps(on)[0]?.endedAt);
});

test('a version that is deleted while it sleeps saves nothing any more', async () => {
  await using on = new TestDeployer({ idleMs: 100, resyncMs: 100 });
  await on.live(on.deploy({}, { trafficStrategy: 'full' }));
  await on.until('it sleeps', () => sleeps(on).length === 1);
  deleteService(on.ctx, on.service, { mode: 'whole', name: 'shop' });
  const deletedAt = findService(on.db, on.service.id)?.deletedAt ?? on.now();
  await on.until('its sleep is over', () => sleeps(on)[0]?.endedAt);
  assert.ok(Math.abs((sleeps(on)[0]?.endedAt ?? 0) - deletedAt) < 1_000);
});
