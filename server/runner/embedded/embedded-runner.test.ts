import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { eventually, fetched, inState, orderFor } from '#server/runner/contract-cases.ts';
import { EmbeddedRunner } from './embedded-runner.ts';
import { freePort } from './free-port.ts';
import { embeddedFolder, readProcess, settleOrder } from './instance-folder.ts';
import { isAlive } from './process-table.ts';
import { stopEverythingEmbedded } from './stop-instance.ts';

function open(context: TestContext) {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-embedded-'));
  const runner = new EmbeddedRunner(dataDir);
  context.after(async () => {
    await runner.close();
    await stopEverythingEmbedded(dataDir, 500);
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { dataDir, runner, folderOf: (id: string) => path.join(embeddedFolder(dataDir), id) };
}

function processesOf(folder: string) {
  const { keeper, sample } = readProcess(folder) ?? assert.fail('it was never started');
  return { keeper, sample: sample ?? assert.fail('it has no process') };
}

test('after stopEverythingEmbedded no process and no folder is left', async (context) => {
  const { dataDir, runner, folderOf } = open(context);
  const orders = [orderFor(), orderFor({ SAMPLE_IGNORE_TERM: '1' }), orderFor({ SAMPLE_EXIT_AFTER_MS: '0' })];
  for (const order of orders) await runner.start(order);
  const processes = orders.flatMap((order) => Object.values(processesOf(folderOf(order.instanceId))));
  await stopEverythingEmbedded(dataDir, 300);
  assert.deepEqual(processes.filter(isAlive), []);
  assert.deepEqual(readdirSync(embeddedFolder(dataDir)), []);
  await stopEverythingEmbedded(path.join(dataDir, 'never-used'));
});

test('an instance goes on, and can be stopped, after its keeper was killed', async (context) => {
  const { runner, folderOf } = open(context);
  const order = orderFor();
  const started = await runner.start(order);
  await fetched(started);
  const { keeper, sample } = processesOf(folderOf(order.instanceId));
  process.kill(keeper.pid, 'SIGKILL');
  await eventually('the keeper is gone', async () => !isAlive(keeper));
  assert.deepEqual(await runner.list(), [started]);
  await runner.stop(order.instanceId, 2000);
  assert.equal(isAlive(sample), false);
});

test('a process that merely has the id of the instance is neither listed nor signalled', async (context) => {
  const { runner, folderOf } = open(context);
  const order = orderFor();
  await runner.start(order);
  const folder = folderOf(order.instanceId);
  const record = readProcess(folder) ?? assert.fail('it was never started');
  context.after(() => process.kill(-record.keeper.pid, 'SIGKILL'));
  const stranger = { pid: process.pid, startTime: '1' };
  writeFileSync(
    path.join(folder, 'process.json'),
    JSON.stringify({ ...record, keeper: stranger, sample: stranger }),
  );
  assert.equal((await runner.list())[0]?.state, 'exited');
  await runner.stop(order.instanceId, 100);
});

test('a start that was cut off before its process began is completed by the next start', async (context) => {
  const { runner, folderOf } = open(context);
  const order = orderFor();
  const { instanceId, environmentId, networkId, serviceId, versionId, snapshotNumber } = order;
  const labels = { instanceId, environmentId, networkId, serviceId, versionId, snapshotNumber };
  const actual = await freePort(new Set());
  settleOrder(folderOf(instanceId), { labels, ports: [{ configured: 8000, actual }] });
  assert.equal((await runner.list())[0]?.state, 'created');
  const started = await runner.start(order);
  assert.equal(started.address?.port, actual);
  assert.equal(await fetched(started), 'hello v1\n');
});

test('the process gets the environment of its version and nothing of ours', async (context) => {
  process.env.BERTH_TEST_SECRET = 'not for instances';
  const { runner, folderOf } = open(context);
  const order = orderFor({ GREETING: '你好', PORT: '1' });
  await runner.start(order);
  await inState(runner, order.instanceId, 'running');
  const { sample } = processesOf(folderOf(order.instanceId));
  const environment = readFileSync(`/proc/${sample.pid}/environ`, 'utf8').split('\0').filter(Boolean);
  assert.deepEqual(environment.map((entry) => entry.split('=')[0]).sort(), [
    'GREETING',
    'PATH',
    'PORT',
    'SAMPLE_VERSION',
  ]);
  assert.ok(environment.includes('GREETING=你好') && !environment.includes('PORT=1'));
});

test('a variable that would load other code into the sample is refused: it would run as we do', async (context) => {
  const { dataDir, runner } = open(context);
  for (const name of ['NODE_OPTIONS', 'LD_PRELOAD', 'OPENSSL_CONF']) {
    const order = orderFor({ [name]: '--import=data:text/javascript,process.exit(42)' });
    await assert.rejects(runner.start(order), { code: 'start_refused', message: new RegExp(name) });
  }
  assert.deepEqual(await runner.list(), []);
  const harmless = await runner.start(orderFor({ NODE_ENV: 'production', LD: '1' }));
  assert.equal(await fetched(harmless), 'hello v1\n');
  await stopEverythingEmbedded(dataDir, 500);
});
