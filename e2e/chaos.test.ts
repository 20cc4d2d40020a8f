// Instances of a version are killed at random under load. What was in flight on a killed instance may fail; all else
// may not, and both are counted exactly. CHAOS_SECONDS=120 goes on for two minutes.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { readInstanceRequests } from '#db/stores/instance-requests.ts';
import { IdempotentLoad } from '#e2e/load/idempotent-load.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { DEFAULT_TIMES } from '#server/domain/times.ts';
import { startGateway } from '#server/gateway/gateway.ts';
import { readProcess } from '#server/runner/embedded/instance-folder.ts';

const SECONDS = Number(process.env.CHAOS_SECONDS ?? 8);
const INSTANCES = 4;
const BASE_DOMAIN = 'localhost';
/** Between two kills, as long as there is more than one instance. */
const BETWEEN_MS = 300;

test('instances killed under load cost at most what was in flight on them', async (t) => {
  await using on = new TestDeployer({ resyncMs: 1_000, restartBackoffMs: 50, restartBackoffMaxMs: 300 });
  const { versionId } = await on.live(
    on.deploy({}, { trafficStrategy: 'full', replicaMode: 'high-availability', minReplicas: INSTANCES }),
  );
  await on.until('it serves', () => on.shares()[versionId] === 100);
  const settings = {
    dataDir: on.dataDir,
    port: 0,
    baseDomain: BASE_DOMAIN,
    consoleUrl: 'http://console.test',
  };
  const gateway = await startGateway({ ...settings, times: DEFAULT_TIMES });
  const load = new IdempotentLoad({ port: gateway.port, host: `${on.service.host}.${BASE_DOMAIN}` });

  const killed = await killFor(on, versionId, SECONDS);
  await load.stop();
  await gateway.stop();

  const failedBy = sumErrors(on, versionId);
  const elsewhere = [...failedBy].filter(([instanceId, count]) => count > 0 && !killed.has(instanceId));
  const inFlight = [...failedBy.values()].reduce((sum, count) => sum + count, 0);
  t.diagnostic(
    `${load.requests} requests in ${SECONDS} s, ${killed.size} instances killed: ${load.failed} failed, ${inFlight} of them in flight on a killed instance`,
  );
  assert.ok(killed.size >= SECONDS / 4, `${killed.size} killed`);
  assert.deepEqual(elsewhere, []);
  assert.equal(load.failed, inFlight, load.failures.join('\n'));
  assert.deepEqual(on.errors, []);
});

/** Kills one of several that serve, again and again. Gives their ids. */
async function killFor(on: TestDeployer, versionId: string, seconds: number): Promise<Set<string>> {
  const killed = new Set<string>();
  const endsAt = performance.now() + seconds * 1_000;
  while (performance.now() < endsAt) {
    const serving = await on.until('several serve', () => {
      const all = servingInstances(on, versionId).filter((id) => !killed.has(id));
      return all.length >= INSTANCES / 2 && all;
    });
    const instanceId = serving[Math.floor(Math.random() * serving.length)] ?? assert.fail();
    killed.add(instanceId);
    const { sample } = readProcess(path.join(on.dataDir, 'embedded', instanceId)) ?? assert.fail();
    process.kill(sample?.pid ?? assert.fail(), 'SIGKILL');
    await pause(BETWEEN_MS);
  }
  return killed;
}

function servingInstances(on: TestDeployer, versionId: string): string[] {
  const version = on.document()?.versions.find((routed) => routed.versionId === versionId);
  return (version?.instances ?? []).map(({ instanceId }) => instanceId);
}

/** Instance → requests that failed there. */
function sumErrors(on: TestDeployer, versionId: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { instanceId, errors } of readInstanceRequests(on.metrics, on.service.id, versionId, 0)) {
    sums.set(instanceId, (sums.get(instanceId) ?? 0) + errors);
  }
  return sums;
}
