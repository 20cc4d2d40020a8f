import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { findInstance, insertInstance } from '#db/stores/instances.ts';
import { listLeftBehind } from '#db/stores/left-behind.ts';
import { readSubnets } from '#db/stores/networks.ts';
import { insertPackage } from '#db/stores/packages.ts';
import { findRoutes } from '#db/stores/routes.ts';
import { saveWakeRequests } from '#db/stores/wake-requests.ts';
import { deleteEnvironment } from '#server/commands/delete-environment.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { deploymentLogFile, instanceLogFile } from '#server/deployer/log-writer.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';
import { type PrivateNetworks, RunnerError } from '#server/runner/port.ts';
import { packageFolder } from '#server/sources/package-folder.ts';

/** Has networks in name only, and counts how often it was asked for them. */
class NetworkRunner extends EmbeddedRunner {
  networkIds: string[] = [];
  readonly removed: string[] = [];
  /** The network whose removal fails once. */
  stubborn = '';
  listings = 0;

  override readonly networks: PrivateNetworks = {
    ensureRelay: async () => null,
    removeRelay: async () => {},
    isRelayed: async () => false,
    list: async () => {
      this.listings += 1;
      return {
        networks: this.networkIds.map((networkId) => ({ networkId, subnet: '10.1.0.0/16' })),
        relays: [],
      };
    },
    remove: async (networkId) => {
      const isStubborn = networkId === this.stubborn;
      if (isStubborn) this.stubborn = '';
      if (isStubborn) throw new RunnerError('engine_unavailable', 'has active endpoints');
      this.networkIds = this.networkIds.filter((id) => id !== networkId);
      this.removed.push(networkId);
    },
  };
}

/** A deployer that sweeps often, with a runner that has networks in name. */
function withNetworks() {
  const runners: NetworkRunner[] = [];
  const on = new TestDeployer({ resyncMs: 50 }, (dataDir) => {
    const runner = new NetworkRunner(dataDir);
    runners.push(runner);
    return runner;
  });
  return { on, runner: runners[0] ?? assert.fail() };
}

test('networks without a service are removed, again after a failure, and those with one stay', async () => {
  const { on, runner } = withNetworks();
  await using _ = on;
  runner.stubborn = 'net-gone-1';
  runner.networkIds = ['net-gone-1', 'net-gone-2', on.service.networkId];
  await on.until('both are removed', () => runner.removed.length >= 2);
  assert.deepEqual(runner.removed.toSorted(), ['net-gone-1', 'net-gone-2']);
  const subnet = () => readSubnets(on.db, [on.service.networkId]).get(on.service.networkId);
  await on.until('the subnet is known', () => subnet() === '10.1.0.0/16');
});

test('instances that ended a week ago are forgotten with their logs, younger ones stay', async () => {
  await using on = new TestDeployer({ resyncMs: 50 });
  const ended = (id: string, daysAgo: number) => {
    const stoppedAt = on.now() - daysAgo * 24 * 3600_000;
    const of = { serviceId: on.service.id, versionId: 'v', snapshotNumber: 1, cpu: 1, memoryGb: 1 };
    insertInstance(on.db, { ...of, id, state: 'exited', createdAt: stoppedAt, stoppedAt });
    const file = instanceLogFile(on.dataDir, id);
    mkdirSync(path.dirname(file), { recursive: true });
    for (const part of [file, `${file}.1`]) writeFileSync(part, '');
    return file;
  };
  const young = ended('young', 6);
  const old = ended('old', 8);
  await on.until('the old one is forgotten', () => !findInstance(on.db, 'old') && !existsSync(old));
  assert.equal(existsSync(`${old}.1`), false);
  assert.ok(findInstance(on.db, 'young') && existsSync(young));
});

test('while code of many files is cleared away, everything else goes on', async () => {
  await using on = new TestDeployer({ resyncMs: 50 });
  const folder = packageFolder(on.dataDir, 'pkg-large');
  for (let part = 0; part < 100; part += 1) {
    mkdirSync(path.join(folder, String(part)), { recursive: true });
    for (let file = 0; file < 50; file += 1) writeFileSync(path.join(folder, String(part), String(file)), '');
  }
  const of = { serviceId: 'gone', kind: 'zip', sizeBytes: 1, fileCount: 1, createdBy: 'x' } as const;
  insertPackage(on.db, { ...of, id: 'pkg-large', fileName: 'shop.zip', createdAt: on.now() });
  const left = () => (existsSync(folder) ? readdirSync(folder).length : 0);
  await on.until('part of it is gone, and we are asked', () => left() > 0 && left() < 100);
  await on.until('all of it is gone', () => left() === 0 && !listLeftBehind(on.db).packageIds.length);
});

test('with an environment go the logs, the uploaded code and the states of its services, not before', async () => {
  const { on, runner } = withNetworks();
  await using _ = on;
  const first = await on.live(on.deploy());
  const [instance] = on.instances();
  const packageFile = path.join(packageFolder(on.dataDir, 'pkg-1'), 'index.js');
  const of = { serviceId: on.service.id, kind: 'zip', sizeBytes: 1, fileCount: 1, createdBy: 'x' } as const;
  insertPackage(on.db, { ...of, id: 'pkg-1', fileName: 'shop.zip', createdAt: on.now() });
  mkdirSync(path.dirname(packageFile), { recursive: true });
  writeFileSync(packageFile, '');
  const { versionId } = first;
  saveWakeRequests(on.db, [{ serviceId: on.service.id, versionId, askedAt: on.now() }]);
  const files = [
    packageFile,
    deploymentLogFile(on.dataDir, first.deploymentId),
    instanceLogFile(on.dataDir, instance?.id ?? ''),
  ];
  await on.until('all files are there', () => files.every((file) => existsSync(file)));

  deleteService(on.ctx, on.service, { mode: 'whole', name: 'shop' });
  await on.until('its service is gone', () => findRoutes(on.db, on.service.id)?.document === null);
  await on.until('nothing runs', async () => (await on.runner.list()).length === 0);
  const sweeps = runner.listings;
  await on.until('it was swept', () => runner.listings >= sweeps + 2);
  assert.ok(files.every((file) => existsSync(file)));

  deleteEnvironment(on.ctx, on.environment);
  await on.until('the files are gone', () => !files.some((file) => existsSync(file)));
  await on.until('so are the rows', () => !listLeftBehind(on.db).instanceIds.length);
  const statuses = ['version_status', 'service_status'];
  for (const table of ['instances', 'deployment_steps', 'packages', 'wake_requests', ...statuses]) {
    const left = on.db.$client.prepare(`select count(*) from ${table}`).pluck().get();
    assert.equal(left, 0, table);
  }
  assert.deepEqual(on.errors, []);
});
