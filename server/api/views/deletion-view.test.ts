import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertInstance } from '#db/stores/instances.ts';
import { writeMetrics } from '#db/stores/request-metrics.ts';
import { saveSnapshotImage } from '#db/stores/snapshot-images.ts';
import { temporaryData } from '#db/temporary.ts';
import { readDeletion } from '#server/api/views/deletion-view.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { randomText } from '#server/commands/random-text.ts';
import { specInputSchema } from '#server/domain/spec.ts';
import { readSettings } from '#server/settings.ts';

const SPEC = specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });
const MINUTE_MS = 60_000;

test('what goes with a service: its versions, its instances, the images built here, its addresses; and who still asks', () => {
  using data = temporaryData();
  const now = Date.now();
  const ctx: CommandContext = {
    db: data.db,
    actor: SYSTEM,
    now: () => now,
    randomText,
    seal: (text) => text,
  };
  const { id: environmentId } = createEnvironment(ctx, { alias: 'production', region: 'sh' });
  const service = createService(ctx, { environmentId, name: 'order', remark: '' });
  const deploy = () => deployVersion(ctx, service, { spec: SPEC, trafficStrategy: 'keep-zero', remark: '' });
  const first = deploy();
  finishDeployment(ctx, { deploymentId: first.deploymentId, requests: 0, failedRequests: 0 });
  const second = deploy();

  const of = { serviceId: service.id, versionId: first.versionId, snapshotNumber: 1, cpu: 1, memoryGb: 1 };
  insertInstance(data.db, { ...of, id: 'here', state: 'ready', createdAt: now });
  insertInstance(data.db, { ...of, id: 'over', state: 'exited', createdAt: now, stoppedAt: now });
  const image = { versionId: first.versionId, digest: null, commit: null, sizeBytes: 7, createdAt: now };
  for (const [snapshotNumber, name] of ['pulled', 'built', 'built'].entries()) {
    const isBuilt = name === 'built';
    saveSnapshotImage(data.db, { ...image, snapshotNumber, image: name, reference: `${name}:1`, isBuilt });
  }
  for (const [minutesAgo, requests] of [
    [31, 100],
    [29, 5],
    [1, 2],
  ] as const) {
    const at = now - minutesAgo * MINUTE_MS;
    const counted = { requests, errors: 0, latency: {}, workerId: 'w', at: Math.floor(at / 1000) };
    const bucket = { serviceId: service.id, versionId: first.versionId, ...counted };
    writeMetrics(data.metrics, { workerId: 'w', pid: 1, at }, [bucket]);
  }

  const deletion = readDeletion({ ...data, settings: readSettings({ NODE_ENV: 'test' }) }, service, now);
  assert.deepEqual(
    deletion.versions.map(({ name, state, testUrl }) => [name, state.kind, new URL(testUrl).hostname]),
    [
      ['order-002', 'creating', `v002-${service.host}.localhost`],
      ['order-001', 'starting', `v001-${service.host}.localhost`],
    ],
  );
  assert.equal(deletion.instances, 1);
  assert.deepEqual(deletion.images, [{ image: 'built', reference: 'built:1', sizeBytes: 7 }]);
  assert.equal(deletion.deployingName, second.versionName);
  assert.equal(deletion.requests, 7);
  assert.equal(new URL(deletion.url).hostname, `${service.host}.localhost`);
});
