// What only a container can do. The promises shared with the embedded runner are in contract.test.ts.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import type { VersionSpecInput } from '#server/domain/spec.ts';
import { eventually, fetched, imageOrder, inState, orderFor } from '#server/runner/contract-cases.ts';
import type { PullReport } from '#server/runner/port.ts';
import { containerName, labelsFor, networkName } from './container-labels.ts';
import { containerOptions } from './container-options.ts';
import { DockerRunner } from './docker-runner.ts';
import { Engine } from './engine.ts';
import { buildImage, programFiles } from './scratch-image.ts';
import { removeAllOf, skipWithoutEngine } from './test-engine.ts';

const skip = await skipWithoutEngine();

async function open(context: TestContext) {
  const engine = new Engine(process.env.DOCKER_HOST);
  const owner = `test${randomBytes(4).toString('hex')}`;
  const runner = new DockerRunner(engine, owner);
  context.after(async () => {
    await runner.close();
    await removeAllOf(engine, owner);
  });
  await runner.ensureImage(imageOrder('sample/hello:v1'), () => {}, context.signal);
  return { engine, owner, runner };
}

function optionsWith(spec: Partial<VersionSpecInput>, env: Record<string, string> = {}) {
  return containerOptions(orderFor(env, spec), 'owner', true);
}

test('command and args replace ENTRYPOINT and CMD by the truth table (S4-11)', () => {
  const pick = (spec: Partial<VersionSpecInput>) => {
    const { Entrypoint, Cmd } = optionsWith(spec);
    return { Entrypoint, Cmd };
  };
  assert.deepEqual(pick({}), { Entrypoint: undefined, Cmd: undefined });
  assert.deepEqual(pick({ command: ['a', 'b'] }), { Entrypoint: ['a', 'b'], Cmd: [] });
  assert.deepEqual(pick({ args: ['c'] }), { Entrypoint: undefined, Cmd: ['c'] });
  assert.deepEqual(pick({ command: ['a'], args: ['c'] }), { Entrypoint: ['a'], Cmd: ['c'] });
});

test('PORT is the listening port unless the version sets it itself', () => {
  assert.deepEqual(optionsWith({}, { A: '1' }).Env, ['PORT=8000', 'A=1']);
  assert.deepEqual(optionsWith({}, { PORT: '5' }).Env, ['PORT=5']);
});

test('where containers cannot be dialled, the port is published on loopback only', () => {
  const { HostConfig } = containerOptions(orderFor(), 'owner', false);
  assert.deepEqual(HostConfig?.PortBindings, { '8000/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] });
});

test('limits, privileges and network are set on the running container', { skip }, async (context) => {
  const { engine, owner, runner } = await open(context);
  const order = orderFor({}, { cpu: 0.25, memoryGb: 0.5 });
  await runner.start(order);
  const { HostConfig, NetworkSettings } = await engine.docker
    .getContainer(containerName(order.instanceId))
    .inspect();
  assert.equal(HostConfig.NanoCpus, 250_000_000);
  assert.equal(HostConfig.Memory, 512 * 1024 * 1024);
  assert.equal(HostConfig.MemorySwap, HostConfig.Memory);
  assert.equal(HostConfig.PidsLimit, 512);
  assert.deepEqual(HostConfig.SecurityOpt, ['no-new-privileges']);
  assert.deepEqual(HostConfig.CapDrop, ['ALL']);
  assert.equal(HostConfig.IpcMode, 'private');
  assert.equal(HostConfig.Privileged, false);
  assert.ok(!HostConfig.Binds?.length);
  assert.equal(HostConfig.RestartPolicy?.Name, 'no');
  assert.deepEqual(HostConfig.LogConfig?.Config, { 'max-file': '2', 'max-size': '10m' });
  const networks = NetworkSettings.Networks;
  assert.deepEqual(Object.keys(networks), [networkName(owner, order.networkId)]);
});

test('using more memory than the limit ends the instance as out of memory', { skip }, async (context) => {
  const { runner } = await open(context);
  const order = orderFor({ SAMPLE_EAT_MB: '2000' }, { cpu: 0.25, memoryGb: 0.5 });
  await runner.start(order);
  const exited = await inState(runner, order.instanceId, 'exited');
  assert.equal(exited.isOutOfMemory, true);
  assert.equal(exited.exitCode, 137);
});

test('more CPU than the machine has is start_refused in the words of the engine', {
  skip,
}, async (context) => {
  const { runner } = await open(context);
  const order = orderFor();
  const greedy = { ...order, spec: { ...order.spec, cpu: 4096 } };
  await assert.rejects(runner.start(greedy), { code: 'start_refused', message: /CPUs/ });
});

test('a container that was created and never started is started', { skip }, async (context) => {
  const { engine, owner, runner } = await open(context);
  const order = orderFor();
  const name = networkName(owner, order.networkId);
  await engine.docker.createNetwork({ Name: name });
  const options = { ...containerOptions(order, owner, true), Labels: labelsFor(order, owner) };
  await engine.docker.createContainer({ ...options, name: containerName(order.instanceId) });
  assert.equal((await runner.list())[0]?.state, 'created');
  assert.equal(await fetched(await runner.start(order)), 'hello v1\n');
});

test('a long line of the log is cut at 16 KiB and the lines after it are whole', {
  skip,
}, async (context) => {
  const { runner } = await open(context);
  const script = "console.log('é'.repeat(50000));console.log('after');process.stdout.write('unended')";
  const order = orderFor({}, { command: ['/usr/bin/node', '-e', script] });
  await runner.start(order);
  const lines: string[] = [];
  for await (const { text } of runner.logs(order.instanceId, context.signal)) lines.push(text);
  assert.deepEqual(lines, ['é'.repeat(8192), 'after', 'unended']);
});

test('a sample that is asked for many times at once is built once and shares its base', {
  skip,
}, async (context) => {
  const { engine, runner } = await open(context);
  await engine.docker
    .getImage('sample/hello:v9')
    .remove({ force: true })
    .catch(() => {});
  const progress: string[] = [];
  const onReport = (report: PullReport) => {
    if (report.kind === 'line') progress.push(report.text);
  };
  const ensure = () => runner.ensureImage(imageOrder('sample/hello:v9'), onReport, context.signal);
  await Promise.all([ensure(), ensure(), ensure()]);
  assert.equal(progress.filter((line) => line.startsWith('Successfully tagged')).length, 1);
  const [v1, v9] = await Promise.all(
    ['v1', 'v9'].map((tag) => engine.docker.getImage(`sample/hello:${tag}`).inspect()),
  );
  assert.deepEqual(v9?.RootFS.Layers, v1?.RootFS.Layers);
  const order = orderFor({}, {}, { image: 'sample/hello:v9' });
  assert.equal(await fetched(await runner.start(order)), 'hello v9\n');
});

test('waiting for an image ends with its signal', { skip }, async (context) => {
  const { engine, runner } = await open(context);
  await engine.docker
    .getImage('sample/hello:v8')
    .remove({ force: true })
    .catch(() => {});
  const cancelled = new AbortController();
  const waiting = runner.ensureImage(
    imageOrder('sample/hello:v8'),
    () => cancelled.abort(),
    cancelled.signal,
  );
  await assert.rejects(waiting, { name: 'AbortError' });
  await runner.ensureImage(imageOrder('sample/hello:v8'), () => {}, context.signal);
});

test('an image made FROM scratch out of a program of this machine runs', { skip }, async (context) => {
  const { engine, runner } = await open(context);
  const tag = `berth-test/${randomBytes(4).toString('hex')}:1`;
  const plan = {
    tag,
    from: 'scratch',
    files: [
      ...(await programFiles('/bin/ls', '/ls')),
      { kind: 'text' as const, path: '/shelf/你好.txt', text: 'x' },
      { kind: 'directory' as const, path: '/shelf/tmp', mode: 0o1777 },
    ],
    instructions: ['ENTRYPOINT ["/ls", "-1", "/shelf"]'],
  };
  context.after(() => engine.docker.getImage(tag).remove({ force: true }));
  await buildImage(engine, plan, () => {}, context.signal);
  const order = orderFor({}, {}, { image: tag });
  await runner.start(order);
  const lines: string[] = [];
  for await (const { text } of runner.logs(order.instanceId, context.signal)) lines.push(text);
  assert.deepEqual(lines.length, 2);
  assert.equal((await inState(runner, order.instanceId, 'exited')).exitCode, 0);
});

test('without an engine everything is engine_unavailable, and the facts say that it is down', async () => {
  const runner = new DockerRunner(new Engine('unix:///tmp/no-such-engine.sock'), 'nobody');
  const signal = AbortSignal.timeout(5000);
  const unavailable = { name: 'RunnerError', code: 'engine_unavailable' };
  await assert.rejects(runner.list(), unavailable);
  await assert.rejects(runner.start(orderFor()), unavailable);
  await assert.rejects(runner.stop('x', 100), unavailable);
  await assert.rejects(runner.stats('x'), unavailable);
  await assert.rejects(
    runner.ensureImage(imageOrder('a/b:c'), () => {}, signal),
    unavailable,
  );
  await assert.rejects(runner.logs('x', signal)[Symbol.asyncIterator]().next(), unavailable);
  assert.equal((await runner.facts()).isUp, false);
});

test('an engine that accepts and never answers does not hold a question for ever', async (context) => {
  const { createServer } = await import('node:net');
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  context.after(() => silent.close());
  await eventually('it listens', async () => silent.listening);
  const address = silent.address();
  assert.ok(address && typeof address === 'object');
  assert.equal(await new Engine(`tcp://127.0.0.1:${address.port}`).answers(200), false);
});
