import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { machineStatus } from '#db/schema/observed.ts';
import { saveSnapshotImage } from '#db/stores/snapshot-images.ts';
import { findVersion } from '#db/stores/versions.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { failDeployment } from '#server/commands/fail-deployment.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';

const COUNTS = { requests: 0, failedRequests: 0 };

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  owner = await signedIn(data.db, 'owner');
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

function specOf(changes: Partial<VersionSpecInput> = {}) {
  return specInputSchema.parse({ source: { kind: 'image', image: 'shop/order:1' }, ...changes });
}

/** A version that serves snapshot 1. */
async function liveVersion(name: string, changes: Partial<VersionSpecInput> = {}) {
  const { id: environmentId } = await owner.api.environments.create({ alias: name, region: 'sh' });
  const service = createService(owner.command, { environmentId, name, remark: '' });
  const input = { spec: specOf(changes), trafficStrategy: 'keep-zero' as const, remark: '' };
  const { versionId, deploymentId } = deployVersion(owner.command, service, input);
  finishDeployment(owner.command, { deploymentId, ...COUNTS });
  return versionId;
}

function redeploy(versionId: string, changes: Partial<VersionSpecInput>): string {
  const version = findVersion(data.db, versionId);
  assert.ok(version);
  return redeployVersion(owner.command, version, { spec: specOf(changes) }).deploymentId;
}

test('S2-17: after a redeployment the configuration before it is in the history, and what changed is named', async () => {
  const versionId = await liveVersion('kept');
  const deploymentId = redeploy(versionId, {
    port: 8080,
    env: [{ kind: 'plain', name: 'RATE', value: '5' }],
  });
  finishDeployment(owner.command, { deploymentId, ...COUNTS });
  const { items, total } = await owner.api.history.list({ versionId });
  assert.equal(total, 2);
  assert.deepEqual(
    items.map(({ number, isCurrent, changed }) => ({ number, isCurrent, changed })),
    [
      { number: 2, isCurrent: true, changed: { fields: ['port'], env: ['RATE'] } },
      { number: 1, isCurrent: false, changed: null },
    ],
  );
  assert.equal(items[1]?.deployedByName, 'owner');
  assert.ok(items[1]?.liveUntil);
});

test('what failed never served: it is in no history, and cannot be compared or gone back to', async () => {
  const versionId = await liveVersion('failed');
  const failure = { code: 'deploy_fail' as const, params: {}, logTail: [] };
  failDeployment(owner.command, { deploymentId: redeploy(versionId, { port: 81 }), failure, ...COUNTS });
  assert.equal((await owner.api.history.list({ versionId })).total, 1);
  await assert.rejects(owner.api.history.compare({ versionId, snapshotNumber: 2 }), { message: 'not_found' });
  await assert.rejects(owner.api.history.rollBack({ versionId, snapshotNumber: 2 }), {
    message: 'not_found',
  });
});

test('S2-18: a comparison has both configurations whole, and no secret leaves the server', async () => {
  const secret = (value: string) => ({ env: [{ kind: 'new-secret' as const, name: 'PASSWORD', value }] });
  const versionId = await liveVersion('secret', secret('swordfish'));
  finishDeployment(owner.command, {
    deploymentId: redeploy(versionId, secret('hunter2')),
    ...COUNTS,
  });
  const compared = await owner.api.history.compare({ versionId, snapshotNumber: 1 });
  assert.deepEqual([compared.current.number, compared.snapshot.number], [2, 1]);
  assert.equal(compared.snapshot.spec.env[0]?.kind, 'secret');
  assert.doesNotMatch(JSON.stringify(compared), /swordfish|hunter2/);
});

test('S2-19: a rollback is a deployment of the older snapshot; going back to what serves is refused', async () => {
  const versionId = await liveVersion('back');
  finishDeployment(owner.command, { deploymentId: redeploy(versionId, { port: 81 }), ...COUNTS });
  await assert.rejects(owner.api.history.rollBack({ versionId, snapshotNumber: 2 }), {
    message: 'snapshot_current',
  });
  const { deploymentId } = await owner.api.history.rollBack({ versionId, snapshotNumber: 1 });
  const deployment = await owner.api.deployments.get({ deploymentId });
  assert.deepEqual(
    [deployment.kind, deployment.snapshotNumber, deployment.fromSnapshotNumber, deployment.trafficStrategy],
    ['roll-back', 1, 2, 'unchanged'],
  );
  finishDeployment(owner.command, { deploymentId, ...COUNTS });
  const { items } = await owner.api.history.list({ versionId });
  assert.deepEqual(
    items.map(({ number, isCurrent }) => [number, isCurrent]),
    [
      [2, false],
      [1, true],
    ],
  );
});

test('a snapshot whose built image was removed says so before anybody starts anything', async () => {
  const versionId = await liveVersion('gone');
  const built = { image: 'sha256:a', reference: 'berth/gone-001:s1', digest: null, isBuilt: true };
  saveSnapshotImage(data.db, {
    versionId,
    snapshotNumber: 1,
    ...built,
    commit: null,
    sizeBytes: 1,
    createdAt: 1,
  });
  const imageNow = async () => (await owner.api.history.list({ versionId })).items[0]?.image;
  assert.equal(await imageNow(), 'present');
  const figures = { cpuTotal: 4, cpuUsed: 0, memoryTotalGb: 8, memoryUsedGb: 0, cpuMax: 4 };
  data.db
    .insert(machineStatus)
    .values({
      id: 1,
      runner: 'docker',
      isEngineUp: true,
      engineVersion: '',
      images: [],
      updatedAt: 1,
      ...figures,
    })
    .run();
  assert.equal(await imageNow(), 'gone');
});

test('who may not operate reads the history and cannot roll back', async () => {
  const versionId = await liveVersion('rights');
  finishDeployment(owner.command, { deploymentId: redeploy(versionId, { port: 81 }), ...COUNTS });
  const { api } = await signedIn(data.db, 'product');
  assert.equal((await api.history.list({ versionId })).total, 2);
  await assert.rejects(api.history.rollBack({ versionId, snapshotNumber: 1 }), { code: 'NOT_FOUND' });
});
