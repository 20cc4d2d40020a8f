// What every adapter promises, as tests. contract.test.ts runs them against each.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type VersionSpecInput, versionSpecSchema } from '#server/domain/spec.ts';
import type { ImageOrder, InstanceOrder, LogLine, Runner, RunningInstance } from '#server/runner/port.ts';

/** One installation of an adapter with a life of its own; `dispose` ends all that runs in it. */
export type Installation = {
  runner: Runner;
  /** A new runner object on the same installation, as after a restart of the deployer. */
  reopen(): Runner;
  /** SIGKILL to the instance's process, past the runner. */
  killHard(instanceId: string): Promise<void>;
  dispose(): Promise<void>;
};

export type Subject = { name: string; skip: string | false; install(): Promise<Installation> };

/** An order for the sample with these environment variables. */
export function orderFor(
  env: Record<string, string> = {},
  spec: Partial<VersionSpecInput> = {},
  more: Partial<InstanceOrder> = {},
): InstanceOrder {
  const instanceId = `t${randomBytes(6).toString('hex')}`;
  return {
    instanceId,
    environmentId: `e${instanceId}`,
    networkId: `n${instanceId}`,
    serviceId: 'service-1',
    serviceName: 'shop',
    versionId: 'version-1',
    versionName: 'shop-001',
    snapshotNumber: 3,
    spec: versionSpecSchema.parse({
      source: { kind: 'image', image: 'sample/hello:v1' },
      port: 8000,
      ...spec,
    }),
    image: 'sample/hello:v1',
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    ...more,
  };
}

/** The sample, or another image, that nobody has looked for before. */
export function imageOrder(reference = 'sample/hello:v1'): ImageOrder {
  return { reference, known: null, isRefreshed: false, signIn: null };
}

/** The first truthy answer, asked for every 20 ms. Fails after `limitMs`. */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value | null | undefined | false>,
  limitMs = 20_000,
): Promise<Value> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    assert.ok(performance.now() < deadline, `not within ${limitMs} ms: ${what}`);
    await wait(20);
  }
}

/** The instance as listed, once it is in this state. */
export function inState(
  runner: Runner,
  instanceId: string,
  state: RunningInstance['state'],
): Promise<RunningInstance> {
  return eventually(`${instanceId} is ${state}`, async () =>
    (await runner.list()).find((instance) => instance.instanceId === instanceId && instance.state === state),
  );
}

/** The body of a GET, asked again as long as nobody listens. */
export function fetched(instance: RunningInstance, path = '/'): Promise<string> {
  const { host, port } = instance.address ?? assert.fail(`${instance.instanceId} has no address`);
  return eventually(`${host}:${port} answers`, async () => {
    const response = await fetch(`http://${host}:${port}${path}`).catch(() => null);
    return response?.text();
  });
}

/** Sends a request and returns once it has arrived, which the server says with 100 Continue (RFC 9110 §10.1.1). */
async function accepted(instance: RunningInstance, path: string): Promise<{ body: Promise<string> }> {
  const sent = request({ ...instance.address, path, method: 'POST', headers: { expect: '100-continue' } });
  const body = once(sent, 'response').then(([response]) => text(response));
  sent.flushHeaders();
  await once(sent, 'continue');
  sent.end();
  return { body };
}

async function collect(lines: AsyncIterable<LogLine>): Promise<LogLine[]> {
  const all: LogLine[] = [];
  for await (const line of lines) all.push(line);
  return all;
}

type Promised = (name: string, check: (installation: Installation) => Promise<void>) => void;

/** Declares one test of an adapter: each has an installation of its own, with the sample. */
export function promiseOf(subject: Subject): Promised {
  return (name, check) =>
    void test(`${subject.name}: ${name}`, { skip: subject.skip, timeout: 120_000 }, async () => {
      const installation = await subject.install();
      try {
        await installation.runner.ensureImage(imageOrder(), () => {}, AbortSignal.timeout(90_000));
        await check(installation);
      } finally {
        await installation.dispose();
      }
    });
}

/** Declares the suite for one adapter. */
export function contractCases(subject: Subject): void {
  const promise = promiseOf(subject);

  promise('a started instance answers at its address and carries its labels', async ({ runner }) => {
    const order = orderFor();
    const started = await runner.start(order);
    assert.equal(started.state, 'running');
    assert.equal(await fetched(started), 'hello v1\n');
    assert.deepEqual(await runner.list(), [started]);
    const { instanceId, environmentId, networkId, serviceId, versionId, snapshotNumber } = order;
    assert.deepEqual(started, {
      ...{ instanceId, environmentId, networkId, serviceId, versionId, snapshotNumber, state: 'running' },
      ...{ address: started.address, startedAt: started.startedAt },
      ...{ exitCode: null, isOutOfMemory: false, finishedAt: null },
    });
    assert.ok(started.startedAt && Math.abs(Date.now() - started.startedAt) < 60_000);
  });

  promise(
    'starting the same instance again, or many times at once, gives one instance',
    async ({ runner, reopen }) => {
      const order = orderFor();
      const other = reopen();
      const starts = await Promise.all([runner, other, runner, other].map((each) => each.start(order)));
      const again = await runner.start(order);
      await other.close();
      for (const start of starts) assert.deepEqual(start.address, again.address);
      assert.equal((await runner.list()).length, 1);
      const lines = JSON.parse(await fetched(again, '/version'));
      assert.equal(lines.version, 'v1');
    },
  );

  promise('several instances of one version run beside each other', async ({ runner }) => {
    const first = orderFor();
    const orders = [
      first,
      ...Array.from({ length: 2 }, () => ({ ...orderFor(), networkId: first.networkId })),
    ];
    const started = await Promise.all(orders.map((order) => runner.start(order)));
    for (const instance of started) assert.equal(await fetched(instance), 'hello v1\n');
    assert.equal(new Set(started.map(({ address }) => `${address?.host}:${address?.port}`)).size, 3);
  });

  promise('stopping removes the instance, and stopping what is gone succeeds', async ({ runner }) => {
    const order = orderFor();
    await fetched(await runner.start(order));
    await runner.stop(order.instanceId, 5000);
    assert.deepEqual(await runner.list(), []);
    await runner.stop(order.instanceId, 5000);
    await runner.stop('never-there', 5000);
  });

  promise('requests in flight are finished when an instance is stopped', async ({ runner }) => {
    const order = orderFor();
    const started = await runner.start(order);
    await fetched(started);
    const slow = await accepted(started, '/slow?ms=700');
    await runner.stop(order.instanceId, 10_000);
    assert.equal(await slow.body, 'hello v1 after 700ms\n');
  });

  promise('a process that ignores TERM is killed after the grace', async ({ runner }) => {
    const order = orderFor({ SAMPLE_IGNORE_TERM: '1' });
    await fetched(await runner.start(order));
    const before = performance.now();
    await runner.stop(order.instanceId, 1000);
    assert.ok(performance.now() - before >= 900);
    assert.deepEqual(await runner.list(), []);
  });

  promise(
    'the exit code of a process that ends is seen, and a start does not revive it',
    async ({ runner }) => {
      const order = orderFor({ SAMPLE_EXIT_AFTER_MS: '0', SAMPLE_EXIT_CODE: '7' });
      await runner.start(order);
      const exited = await inState(runner, order.instanceId, 'exited');
      assert.equal(exited.exitCode, 7);
      assert.equal(exited.address, null);
      assert.ok(exited.startedAt && exited.finishedAt && exited.finishedAt >= exited.startedAt);
      assert.deepEqual(await runner.start(order), exited);
    },
  );

  promise('a killed process is told by watch and listed as exited with 137', async ({ runner, killHard }) => {
    const order = orderFor();
    const hints: (string | null)[] = [];
    const watching = new AbortController();
    runner.watch(({ instanceId }) => hints.push(instanceId), watching.signal);
    await fetched(await runner.start(order));
    await eventually('the start is told', async () => hints.includes(order.instanceId));
    hints.length = 0;
    await killHard(order.instanceId);
    await eventually('the end is told', async () => hints.includes(order.instanceId));
    assert.equal((await inState(runner, order.instanceId, 'exited')).exitCode, 137);
    watching.abort();
  });

  promise(
    'an instance is found again by a new runner, with its exit that nobody saw',
    async ({ runner, reopen }) => {
      const lasting = orderFor();
      const ending = orderFor({ SAMPLE_EXIT_AFTER_MS: '300', SAMPLE_EXIT_CODE: '9' });
      const started = await runner.start(lasting);
      await runner.start(ending);
      await runner.close();
      const successor = reopen();
      assert.deepEqual(await inState(successor, lasting.instanceId, 'running'), started);
      assert.equal((await inState(successor, ending.instanceId, 'exited')).exitCode, 9);
      await successor.stop(lasting.instanceId, 5000);
      assert.equal((await successor.list()).length, 1);
      await successor.close();
    },
  );

  promise('the log of an ended instance is complete and in order', async ({ runner }) => {
    const order = orderFor({ SAMPLE_EXIT_AFTER_MS: '3000', SAMPLE_EXIT_CODE: '1' });
    const started = await runner.start(order);
    for (let number = 0; number < 40; number += 1) await fetched(started, `/page-${number}`);
    await inState(runner, order.instanceId, 'exited');
    const lines = await collect(runner.logs(order.instanceId, AbortSignal.timeout(20_000)));
    const requests = lines.filter((line) => line.text.startsWith('GET /page-'));
    assert.deepEqual(
      requests.map((line) => line.text.split(' ')[1]),
      Array.from({ length: 40 }, (_, number) => `/page-${number}`),
    );
    assert.match(lines[0]?.text ?? '', /listens on 0\.0\.0\.0/);
    assert.deepEqual([lines.at(-1)?.stream, lines[0]?.stream], ['stderr', 'stdout']);
    assert.match(lines.at(-1)?.text ?? '', /^Error: sample\/hello:v1 ends with code 1/);
    for (const [index, line] of lines.entries()) assert.ok(line.at >= (lines[index - 1]?.at ?? 0));
  });

  promise('log lines arrive while the instance runs, until it is stopped', async ({ runner }) => {
    const order = orderFor();
    const started = await runner.start(order);
    const lines = runner.logs(order.instanceId, AbortSignal.timeout(60_000))[Symbol.asyncIterator]();
    assert.match((await lines.next()).value?.text ?? '', /listens on/);
    await fetched(started, '/one');
    assert.match((await lines.next()).value?.text ?? '', /^GET \/one 404/);
    await runner.stop(order.instanceId, 5000);
    assert.equal((await lines.next()).done, true);
  });

  promise(
    'following a log ends with its signal, and the log of what never was is empty',
    async ({ runner }) => {
      const order = orderFor();
      await fetched(await runner.start(order));
      const signal = AbortSignal.timeout(1500);
      assert.match((await collect(runner.logs(order.instanceId, signal)))[0]?.text ?? '', /listens on/);
      assert.deepEqual(await collect(runner.logs('never-there', AbortSignal.timeout(20_000))), []);
    },
  );

  promise('figures of use follow what the instance does', async ({ runner }) => {
    const order = orderFor();
    const started = await runner.start(order);
    await fetched(started);
    const first = await runner.stats(order.instanceId);
    assert.ok(first && first.memoryBytes > 8e6 && first.memoryBytes < 1e9, `memory ${first?.memoryBytes}`);
    assert.ok(first.cpuCores > 0 && first.cpuCores < 64, `cores ${first.cpuCores}`);
    await Promise.all(Array.from({ length: 100 }, () => fetched(started, '/download?bytes=1000000')));
    const busy = await runner.stats(order.instanceId);
    assert.ok(busy && busy.cpuCores > 0 && busy.cpuCores < 64, `cores ${busy?.cpuCores}`);
    await eventually('it rests', async () => {
      const resting = await runner.stats(order.instanceId);
      return resting && resting.cpuCores < busy.cpuCores;
    });
  });

  promise('what does not run has no figures', async ({ runner, killHard }) => {
    const order = orderFor();
    assert.equal(await runner.stats(order.instanceId), null);
    await fetched(await runner.start(order));
    assert.ok(await runner.stats(order.instanceId));
    await killHard(order.instanceId);
    await inState(runner, order.instanceId, 'exited');
    assert.equal(await runner.stats(order.instanceId), null);
    await runner.stop(order.instanceId, 0);
    assert.equal(await runner.stats(order.instanceId), null);
  });

  promise('it tells on which port the process listens', async ({ runner }) => {
    const [right, other, loopback] = [
      orderFor(),
      orderFor({ SAMPLE_LISTEN_PORT: '9001' }),
      orderFor({ SAMPLE_LISTEN_HOST: '127.0.0.1' }),
    ];
    for (const order of [right, other, loopback]) await runner.start(order);
    const portsOnce = ({ instanceId }: InstanceOrder) =>
      eventually(`${instanceId} listens`, async () => {
        const ports = await runner.listening(instanceId);
        return ports?.length ? ports : null;
      });
    assert.deepEqual(await portsOnce(right), [{ port: 8000, isLoopbackOnly: false }]);
    assert.deepEqual(await portsOnce(other), [{ port: 9001, isLoopbackOnly: false }]);
    assert.deepEqual(await portsOnce(loopback), [{ port: 8000, isLoopbackOnly: true }]);
  });

  promise('an image that is nowhere to be had is image_missing', async ({ runner }) => {
    const image = '127.0.0.1:9/missing/image:v1';
    await assert.rejects(
      runner.ensureImage(imageOrder(image), () => {}, AbortSignal.timeout(60_000)),
      { code: 'image_missing' },
    );
    const order = orderFor({}, {}, { image });
    await assert.rejects(runner.start(order), { code: 'image_missing' });
    await assert.rejects(
      runner.ensureImage(imageOrder('sample/other:v1'), () => {}, AbortSignal.timeout(60_000)),
      {
        code: 'image_missing',
      },
    );
    assert.deepEqual(await runner.list(), []);
  });

  promise('what was built of code is there, runs, and goes when it is removed', async ({ runner }) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'berth-site-'));
    writeFileSync(path.join(folder, 'index.html'), 'a site');
    const order = {
      folder,
      directory: '/',
      dockerfile: 'Dockerfile',
      tag: `berth/site:${path.basename(folder).toLowerCase()}`,
    };
    const limits = { cpu: 1, memoryGb: 0.5 };
    const { image } = await runner.build(
      { ...order, limits, timeoutMs: 90_000, signInTo: () => null },
      () => {},
      AbortSignal.timeout(90_000),
    );
    rmSync(folder, { recursive: true });
    assert.deepEqual([await runner.hasImage(image), await runner.listBuilt()], [true, [image]]);
    const instance = orderFor({}, {}, { image });
    assert.equal(await fetched(await runner.start(instance)), 'a site');
    await runner.stop(instance.instanceId, 1000);
    for (let times = 0; times < 2; times += 1) await runner.removeBuilt(image);
    assert.deepEqual([await runner.hasImage(image), await runner.listBuilt()], [false, []]);
  });

  promise('a command that cannot run is start_refused and leaves nothing', async ({ runner }) => {
    const order = orderFor({}, { command: ['/no/such/program'] });
    await assert.rejects(runner.start(order), { code: 'start_refused' });
    assert.deepEqual(await runner.list(), []);
  });

  promise('another installation neither sees nor stops our instances', async ({ runner }) => {
    const order = orderFor();
    const started = await runner.start(order);
    const stranger = await subject.install();
    try {
      assert.deepEqual(await stranger.runner.list(), []);
      await stranger.runner.stop(order.instanceId, 1000);
      assert.equal(await fetched(started), 'hello v1\n');
    } finally {
      await stranger.dispose();
    }
    assert.equal((await runner.list())[0]?.state, 'running');
  });

  promise('the machine tells what it has', async ({ runner }) => {
    const facts = await runner.facts();
    assert.equal(facts.isUp, true);
    assert.ok(facts.cpuCores >= 1 && facts.memoryBytes > 1e8 && facts.version.length > 3);
    const samples = facts.images.filter(({ reference }) => reference.startsWith('sample/'));
    for (const tag of ['v1', 'v2', 'v3']) {
      assert.equal(samples.filter(({ reference }) => reference === `sample/hello:${tag}`).length, 1);
    }
    assert.ok((samples.find(({ reference }) => reference === 'sample/hello:v1')?.sizeBytes ?? 0) > 0);
  });
}
