import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { insertInstance } from '#db/stores/instances.ts';
import { saveVersionStatus } from '#db/stores/version-status.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';

const SPEC = versionSpecSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let caller: TestCaller;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  caller = await signedIn(data.db, 'owner');
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

/** A version that came live long ago and should have one instance now. */
async function liveVersion(name: string, readyInstances: number) {
  const { id: environmentId } = await caller.api.environments.create({ alias: name, region: 'sh' });
  const service = createService(caller.command, { environmentId, name, remark: '' });
  const order = { spec: SPEC, trafficStrategy: 'full', remark: '' } as const;
  const { deploymentId, versionId } = deployVersion(caller.command, service, order);
  const longAgo = { ...caller.command, now: () => 1_000 };
  finishDeployment(longAgo, { deploymentId, requests: 0, failedRequests: 0 });
  const kind = readyInstances > 0 ? 'normal' : 'abnormal';
  const status = {
    versionId,
    state: { kind },
    wantedInstances: 1,
    readyInstances,
    trafficLostAt: null,
    scaling: null,
  } as const;
  saveVersionStatus(data.db, service.id, status, Date.now());
  return { serviceId: service.id, versionId };
}

function insertCrashed(version: { serviceId: string; versionId: string }, id: string, agoMs: number): void {
  const stoppedAt = Date.now() - agoMs;
  insertInstance(data.db, {
    ...version,
    id,
    snapshotNumber: 1,
    state: 'exited',
    cpu: 0.5,
    memoryGb: 1,
    createdAt: stoppedAt - 5_000,
    startedAt: stoppedAt - 4_000,
    readyAt: stoppedAt - 3_000,
    stoppedAt,
    exitCode: 7,
  });
}

function writeLog(instanceId: string, ...texts: string[]): void {
  const folder = path.join(data.dataDir, 'logs', 'instances');
  mkdirSync(folder, { recursive: true });
  const lines = texts.map((text) => JSON.stringify({ at: 1, source: 'inst', level: 'error', text }));
  writeFileSync(path.join(folder, `${instanceId}.log`), `${lines.join('\n')}\n`);
}

test('an abnormal version tells how its last instance ended, how often that was, and the last lines', async () => {
  const version = await liveVersion('crashing', 0);
  insertCrashed(version, 'crashed-old', 60_000);
  insertCrashed(version, 'crashed-new', 2_000);
  writeLog('crashed-new', 'Error: out of coffee');
  const trouble = await caller.api.versions.trouble(version);
  assert.ok(trouble && trouble.kind !== 'missing');
  const { kind, instanceId, exitCode, failures, ranMs, logTail } = trouble;
  assert.deepEqual(
    { kind, instanceId, exitCode, failures, ranMs, logTail },
    {
      kind: 'exited',
      instanceId: 'crashed-new',
      exitCode: 7,
      failures: 2,
      ranMs: 4_000,
      logTail: ['Error: out of coffee'],
    },
  );
});

test('a version that is well has no trouble, also where one instance had to be replaced', async () => {
  const version = await liveVersion('well', 1);
  assert.equal(await caller.api.versions.trouble(version), null);
  insertCrashed(version, 'replaced', 2_000);
  assert.equal(await caller.api.versions.trouble(version), null);
});

test('the log of an instance is read through its own version only', async () => {
  const version = await liveVersion('logged', 0);
  const other = await liveVersion('unlogged', 0);
  insertCrashed(version, 'logged-one', 2_000);
  writeLog('logged-one', 'one', 'two');
  const order = { versionId: version.versionId, instanceId: 'logged-one' };
  const { lines } = await caller.api.versions.instanceLog(order);
  assert.deepEqual(
    lines.map(({ text }) => text),
    ['one', 'two'],
  );
  await assert.rejects(
    caller.api.versions.instanceLog({ ...order, versionId: other.versionId }),
    /not_found/,
  );
  await assert.rejects(caller.api.versions.instanceLog({ ...order, instanceId: 'none' }), /not_found/);
});
