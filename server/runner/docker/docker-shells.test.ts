import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { eventually, imageOrder, orderFor } from '#server/runner/contract-cases.ts';
import type { InstanceOrder, Shell } from '#server/runner/port.ts';
import { containerName } from './container-labels.ts';
import { DockerRunner } from './docker-runner.ts';
import { Engine } from './engine.ts';
import { removeAllOf, skipWithoutEngine } from './test-engine.ts';
import { buildShellImage, removeShellImage } from './test-shell-image.ts';

const skip = await skipWithoutEngine();
const engine = new Engine(process.env.DOCKER_HOST);
const owner = `test${randomBytes(4).toString('hex')}`;
const runner = new DockerRunner(engine, owner);
const SIZE = { columns: 80, rows: 24 };
let image = '';

before(async () => {
  if (!skip) image = await buildShellImage(engine, owner);
});

after(async () => {
  if (skip) return;
  await runner.close();
  await removeAllOf(engine, owner);
  await removeShellImage(engine, image);
});

test('a shell has a terminal of the size that was asked for, and of each later one', { skip }, async () => {
  const order = await start();
  const shell = await runner.shells.open(order.instanceId, { columns: 91, rows: 31 });
  const shown = follow(shell);
  shell.stream.write('stty size; echo $TERM\r');
  await eventually('the first size', async () => /31 91\r\nxterm-256color/.test(shown.text));
  await shell.resize({ columns: 120, rows: 40 });
  shell.stream.write('stty size\r');
  await eventually('the second size', async () => /40 120/.test(shown.text));
  await shell.end();
  await runner.stop(order.instanceId, 0);
});

test('a shell that is left ends with its jobs, in front and behind, and nothing else does', {
  skip,
}, async () => {
  const order = await start();
  const shell = await runner.shells.open(order.instanceId, SIZE);
  follow(shell);
  shell.stream.write('sleep 1111 &\r');
  shell.stream.write('sh -c "sleep 1112 & sleep 1113"\r');
  await eventually('all of them run', async () => (await sleepers(order)).length === 3);
  await shell.end();
  assert.deepEqual(await sleepers(order), []);
  assert.equal(
    (await runner.list()).find(({ instanceId }) => instanceId === order.instanceId)?.state,
    'running',
  );
  await runner.stop(order.instanceId, 0);
});

test('how a shell ended is told: by itself with its code, or by the end of its instance', {
  skip,
}, async () => {
  const order = await start();
  const left = await runner.shells.open(order.instanceId, SIZE);
  const ended = follow(left).ended;
  left.stream.write('exit 7\r');
  await ended;
  assert.equal(await left.exitCode(), 7);
  const cut = await runner.shells.open(order.instanceId, SIZE);
  const cutOff = follow(cut).ended;
  await runner.stop(order.instanceId, 0);
  await cutOff;
  assert.equal(await cut.exitCode(), null);
});

test('what a deployer that died has left open is found and ended', { skip }, async () => {
  const order = await start();
  const shell = await runner.shells.open(order.instanceId, SIZE);
  const { ended } = follow(shell);
  shell.stream.write('sleep 1111\r');
  await eventually('it runs', async () => (await sleepers(order)).length === 1);
  await new DockerRunner(engine, owner).shells.endLeft(order.instanceId);
  await ended;
  assert.deepEqual(await sleepers(order), []);
  await new DockerRunner(engine, 'another').shells.endLeft(order.instanceId);
  await runner.stop(order.instanceId, 0);
});

test('an image without sh, an instance that is gone, and one of others are refused', { skip }, async () => {
  const bare = orderFor();
  await runner.ensureImage(imageOrder(), () => {}, AbortSignal.timeout(60_000));
  await runner.start(bare);
  await assert.rejects(runner.shells.open(bare.instanceId, SIZE), { code: 'shell_missing' });
  const others = new DockerRunner(engine, 'another').shells;
  await assert.rejects(others.open(bare.instanceId, SIZE), { code: 'shell_instance_gone' });
  await runner.stop(bare.instanceId, 0);
  await assert.rejects(runner.shells.open(bare.instanceId, SIZE), { code: 'shell_instance_gone' });
});

async function start(): Promise<InstanceOrder> {
  const order = orderFor({}, {}, { image });
  await runner.start(order);
  return order;
}

function follow({ stream }: Shell): { text: string; ended: Promise<void> } {
  const shown = {
    text: '',
    ended: new Promise<void>((resolve) => stream.once('close', resolve)),
  };
  stream.on('data', (chunk: Buffer) => {
    shown.text += chunk;
  });
  return shown;
}

/** The `sleep`s of these tests that the engine counts in the container. */
async function sleepers({ instanceId }: InstanceOrder): Promise<string[]> {
  const { Processes } = await engine.docker.getContainer(containerName(instanceId)).top();
  return (Processes as string[][]).flat().filter((text) => /^sleep 111\d$/.test(text));
}
