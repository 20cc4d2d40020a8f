import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instanceRequests, instanceSamples } from '#db/metrics-schema.ts';
import { insertInstance } from '#db/stores/instances.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
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

type Version = { serviceId: string; versionId: string };

async function newVersion(name: string): Promise<Version> {
  const { id: environmentId } = await caller.api.environments.create({ alias: name, region: 'sh' });
  const service = createService(caller.command, { environmentId, name, remark: '' });
  const order = { spec: SPEC, trafficStrategy: 'full', remark: '' } as const;
  return { serviceId: service.id, versionId: deployVersion(caller.command, service, order).versionId };
}

function place(version: Version, row: Partial<Parameters<typeof insertInstance>[1]> & { id: string }): void {
  const { id } = row;
  insertInstance(data.db, {
    ...version,
    snapshotNumber: 1,
    state: 'ready',
    cpu: 0.5,
    memoryGb: 1,
    createdAt: 1,
    ...row,
    id,
  });
}

function read({ versionId }: Version, input: object = {}) {
  return caller.api.versions.instances({ versionId, ...input });
}

async function idsOf(version: Version, input: object = {}): Promise<string[]> {
  return (await read(version, input)).items.map(({ id }) => id);
}

test('instances that are there come first, ten a page, and are found by state and by a part of their id', async () => {
  const version = await newVersion('paged');
  place(version, { id: 'serving', createdAt: 1 });
  for (let n = 0; n < 11; n += 1) {
    place(version, { id: `gone-${n}`, state: 'removed', createdAt: 10 + n, stoppedAt: 50 });
  }
  const first = await read(version);
  assert.equal(first.total, 12);
  assert.deepEqual(
    first.items.map(({ id }) => id),
    ['serving', ...Array.from({ length: 9 }, (_, n) => `gone-${10 - n}`)],
  );
  assert.deepEqual(await idsOf(version, { page: 2 }), ['gone-1', 'gone-0']);
  assert.deepEqual(await idsOf(version, { group: 'ready' }), ['serving']);
  assert.deepEqual(await idsOf(version, { group: 'leaving' }), []);
  assert.deepEqual(await idsOf(version, { filter: 'NE-10' }), ['gone-10']);
  assert.deepEqual(await idsOf(version, { filter: '%' }), []);
});

test('an instance shows what it uses and answered in the last minutes, its restarts, and how it ended', async () => {
  const version = await newVersion('figures');
  place(version, { id: 'crashed', state: 'exited', startedAt: 2, stoppedAt: 5, exitCode: 7 });
  place(version, { id: 'busy', createdAt: 6 });
  const now = Math.floor(Date.now() / 1000);
  const sample = { ...version, instanceId: 'busy', memoryBytes: 1_000, cpuCores: 0.1 };
  data.metrics
    .insert(instanceSamples)
    .values([
      { ...sample, at: now - 120 },
      { ...sample, at: now - 1, cpuCores: 0.4, memoryBytes: 2_000 },
      { ...sample, at: now - 1, instanceId: 'stranger', cpuCores: 9 },
    ])
    .run();
  const answered = { ...version, instanceId: 'busy', requests: 5, errors: 1, peakInFlight: 2 };
  data.metrics
    .insert(instanceRequests)
    .values([
      { ...answered, workerId: 'one', at: now - 60 },
      { ...answered, workerId: 'two', at: now - 60, peakInFlight: 3 },
      { ...answered, workerId: 'one', at: now - 3_600, requests: 900 },
    ])
    .run();
  const [busy, crashed] = (await read(version)).items;
  assert.equal(busy?.usage?.cpuCores, 0.4);
  assert.equal(busy.usage.memoryBytes, 2_000);
  assert.deepEqual(
    busy.usage.cpuTrend.filter((value) => value !== null),
    [0.1, 0.4],
  );
  assert.deepEqual(busy.answers, { requests: 10, errors: 2, peakInFlight: 5 });
  assert.deepEqual([busy.restarts, busy.ending], [1, null]);
  assert.deepEqual(
    [crashed?.ending, crashed?.exitCode, crashed?.usage, crashed?.restarts],
    ['exited', 7, null, 0],
  );
});

test('a sample that is too old is not shown as what an instance uses now', async () => {
  const version = await newVersion('stale');
  place(version, { id: 'silent' });
  const at = Math.floor(Date.now() / 1000) - 60;
  const sample = { ...version, instanceId: 'silent', at, cpuCores: 0.1, memoryBytes: 1 };
  data.metrics.insert(instanceSamples).values(sample).run();
  assert.equal((await read(version)).items[0]?.usage, null);
});
