import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { machineStatus } from '#db/schema/observed.ts';
import { insertInstance } from '#db/stores/instances.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';
import { refusedWith } from '#server/api/test-refusal.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import type { InstanceState } from '#server/domain/instance.ts';
import { specInputSchema } from '#server/domain/spec.ts';
import { tokenHash } from '#server/keys/token-hash.ts';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let owner: TestCaller;
let versionIds: string[];
let environmentId: string;

before(async () => {
  data = temporaryData();
  Object.assign(process.env, { DATA_DIR: data.dataDir, SHELL_URL: 'ws://shell.test:3001/x' });
  state = await import('#server/api/console-state.ts');
  owner = await signedIn(data.db, 'owner');
  environmentId = (await owner.api.environments.create({ alias: 'test', region: 'sh' })).id;
  versionIds = ['shop', 'other'].map((name) => {
    const service = createService(owner.command, { environmentId, name, remark: '' });
    const spec = specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });
    return deployVersion(owner.command, service, { spec, trafficStrategy: 'keep-zero', remark: '' })
      .versionId;
  });
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

function addInstance(id: string, instanceState: InstanceState): { versionId: string; instanceId: string } {
  const [versionId = ''] = versionIds;
  const size = { cpu: 0.5, memoryGb: 1 };
  const row = { id, serviceId: 'any', versionId, snapshotNumber: 1, createdAt: 1, ...size };
  insertInstance(data.db, { ...row, state: instanceState });
  return { versionId, instanceId: id };
}

test('a ticket is given for a running instance, and only its hash is kept', async () => {
  const { url, ticket } = await owner.api.shell.open(addInstance('ins-ready', 'ready'));
  assert.equal(url, 'ws://shell.test:3001/x');
  const rows = data.db.$client.prepare('select * from shell_tickets').all();
  assert.equal(rows.length, 1);
  assert.ok(JSON.stringify(rows).includes(tokenHash(ticket)) && !JSON.stringify(rows).includes(ticket));
});

test('an instance of another version is not there, and one that does not run has none', async () => {
  const [, other = ''] = versionIds;
  const good = addInstance('ins-mine', 'ready');
  await assert.rejects(owner.api.shell.open({ ...good, versionId: other }), refusedWith('not_found'));
  await assert.rejects(owner.api.shell.open({ ...good, instanceId: 'ins-none' }), refusedWith('not_found'));
  for (const ended of ['creating', 'stopping', 'exited', 'removed'] as const) {
    const asked = owner.api.shell.open(addInstance(`ins-${ended}`, ended));
    await assert.rejects(asked, refusedWith('shell_instance_gone'), ended);
  }
});

test('who may look and move traffic gets no ticket', async () => {
  const asked = addInstance('ins-theirs', 'ready');
  for (const role of ['tester', 'product'] as const) {
    const { api } = await signedIn(data.db, role, environmentId);
    await assert.rejects(api.shell.open(asked), refusedWith('not_found'), role);
  }
});

test('where instances are not kept apart from the machine there is none', async () => {
  const figures = { cpuTotal: 1, cpuUsed: 0, memoryTotalGb: 1, memoryUsedGb: 0, cpuMax: 1, images: [] };
  const row = {
    id: 1,
    runner: 'embedded',
    isEngineUp: true,
    engineVersion: '',
    updatedAt: 1,
    ...figures,
  } as const;
  data.db.insert(machineStatus).values(row).run();
  const asked = owner.api.shell.open(addInstance('ins-process', 'ready'));
  await assert.rejects(asked, refusedWith('shell_not_isolated'));
});
