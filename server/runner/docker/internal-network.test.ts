// Who reaches whom: asked by containers that try. Needs an engine with its packet filter on.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { internalAddress, internalPort, type RelayTable } from '#server/domain/internal-address.ts';
import { eventually, fetched, imageOrder, inState, orderFor } from '#server/runner/contract-cases.ts';
import type { InstanceOrder, RelayOrder } from '#server/runner/port.ts';
import { networkName, relayName } from './container-labels.ts';
import { DockerRunner } from './docker-runner.ts';
import { Engine } from './engine.ts';
import { inspectNetwork } from './networks.ts';
import { isInUpperHalf } from './subnet.ts';
import { removeAllOf, skipWithoutEngine } from './test-engine.ts';

const skip = await skipWithoutEngine();
const HELLO = '200 hello v1';
const NOBODY = 'nobody';

class Bench {
  readonly engine = new Engine(process.env.DOCKER_HOST);
  readonly owner = `test${randomBytes(4).toString('hex')}`;
  readonly runner = new DockerRunner(this.engine, this.owner);
  readonly #signal: AbortSignal;

  constructor(context: TestContext) {
    this.#signal = context.signal;
    context.after(async () => {
      await this.runner.close();
      await removeAllOf(this.engine, this.owner);
    });
  }

  /** A running instance of version 1 of the service, in this network. */
  async start(networkId: string, serviceName: string, env: Record<string, string> = {}) {
    await this.runner.ensureImage(imageOrder(), () => {}, this.#signal);
    const order = orderFor(env, {}, { networkId, serviceName, serviceId: `${networkId}-${serviceName}` });
    const instance = await this.runner.start(order);
    await fetched(instance);
    return { order, host: instance.address?.host ?? assert.fail() };
  }

  relay(order: InstanceOrder, table: RelayTable, more: Partial<RelayOrder> = {}) {
    const { serviceId, serviceName, networkId } = order;
    const wanted = { serviceId, serviceName, networkId, host: null, reservedHosts: [], table, ...more };
    return this.runner.networks.ensureRelay(wanted);
  }

  /** What a container in this network gets from each of the URLs: status and body, or that nobody answers. */
  async ask(networkId: string, urls: string[]): Promise<string[]> {
    const script = `
      const ask = (url) => fetch(url, { signal: AbortSignal.timeout(1500), headers: { connection: 'close' } })
        .then(async (answer) => answer.status + ' ' + (await answer.text()).trim(), () => '${NOBODY}');
      (async () => {
        const answers = [];
        for (const url of ${JSON.stringify(urls)}) answers.push(await ask(url));
        console.log(JSON.stringify(answers));
      })();`;
    const order = orderFor(
      {},
      { command: ['/usr/bin/node', '-e', script] },
      { networkId, serviceName: 'asker' },
    );
    await this.runner.start(order);
    await inState(this.runner, order.instanceId, 'exited');
    let said = '';
    for await (const { text } of this.runner.logs(order.instanceId, this.#signal)) said += text;
    await this.runner.stop(order.instanceId, 100);
    return JSON.parse(said) as string[];
  }
}

/** Version 1 and the service itself lead to these instances. */
function tableOf(...orders: InstanceOrder[]): RelayTable {
  const targets = { one: orders.map(({ instanceId, spec }) => ({ instanceId, port: spec.port })) };
  const listeners = [internalPort(1), 80, 8000].map((port) => ({ port, turns: ['one'] }));
  return { listeners, targets };
}

test('S3-7: a service answers its own network by name and by internal address, and no other network at all', {
  skip,
}, async (context) => {
  const bench = new Bench(context);
  const { order, host } = await bench.start('net-a', 'shop');
  const relay = await bench.relay(order, tableOf(order));
  assert.ok(relay);
  const address = internalAddress(relay.host, 1);
  const urls = [`http://${address}`, 'http://shop', 'http://shop:8000', `http://${host}:8000`];
  assert.deepEqual(await bench.ask('net-a', urls), [HELLO, HELLO, HELLO, HELLO]);
  const other = await bench.start('net-b', 'cart');
  assert.deepEqual(await bench.ask('net-b', [...urls, 'http://cart:8000', `http://${other.host}:8000`]), [
    NOBODY,
    NOBODY,
    NOBODY,
    NOBODY,
    NOBODY, // It has no relay: an instance alone has no name.
    HELLO,
  ]);
});

test('two services of one name in two networks answer each in its own', { skip }, async (context) => {
  const bench = new Bench(context);
  for (const networkId of ['net-a', 'net-b']) {
    const { order } = await bench.start(networkId, 'shop', { SAMPLE_VERSION: networkId });
    await bench.relay(order, tableOf(order));
  }
  assert.deepEqual(await bench.ask('net-a', ['http://shop']), ['200 hello net-a']);
  assert.deepEqual(await bench.ask('net-b', ['http://shop']), ['200 hello net-b']);
});

test('S2-2: the address stays when the instances behind it are replaced, and balances over all of them', {
  skip,
}, async (context) => {
  const bench = new Bench(context);
  const old = await bench.start('net-a', 'shop', { SAMPLE_VERSION: 'old' });
  const relay = await bench.relay(old.order, tableOf(old.order));
  const url = `http://${internalAddress(relay?.host ?? '', 1)}`;
  assert.deepEqual(await bench.ask('net-a', [url]), ['200 hello old']);
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => bench.start('net-a', 'shop', { SAMPLE_VERSION: name })),
  );
  assert.ok(one && two);
  assert.deepEqual(await bench.relay(old.order, tableOf(one.order, two.order)), relay);
  await bench.runner.stop(old.order.instanceId, 1000);
  await eventually(
    'the new table is followed',
    async () => !(await bench.ask('net-a', [url])).includes('200 hello old'),
  );
  const answers = await bench.ask(
    'net-a',
    Array.from({ length: 6 }, () => url),
  );
  assert.deepEqual(answers.toSorted(), [
    ...Array(3).fill('200 hello one'),
    ...Array(3).fill('200 hello two'),
  ]);
});

test('a relay that died comes back by itself, one that was removed at the same address', {
  skip,
}, async (context) => {
  const bench = new Bench(context);
  const { order } = await bench.start('net-a', 'shop');
  const relay = await bench.relay(order, tableOf(order));
  assert.ok(relay);
  const url = `http://${internalAddress(relay.host, 1)}`;
  const { State } = await bench.engine.docker.getContainer(relayName(order.serviceId)).inspect();
  process.kill(State.Pid, 'SIGKILL'); // A kill by the engine counts as wanted by somebody.
  await eventually('it answers again', async () => (await bench.ask('net-a', [url]))[0] === HELLO);
  await bench.runner.networks.removeRelay(order.serviceId);
  await bench.runner.networks.removeRelay(order.serviceId);
  const cart = { ...order, serviceId: 'cart', serviceName: 'cart' };
  const other = await bench.relay(cart, tableOf(), { reservedHosts: [relay.host] });
  assert.notEqual(other?.host, relay.host);
  assert.deepEqual(await bench.relay(order, tableOf(order), { host: relay.host }), relay);
  assert.deepEqual(await bench.ask('net-a', [url]), [HELLO]);
});

test('an address that somebody holds unknown to us is passed over', { skip }, async (context) => {
  const bench = new Bench(context);
  const { order } = await bench.start('net-a', 'shop');
  const first = await bench.relay(order, tableOf(order));
  const cart = { ...order, serviceId: 'cart', serviceName: 'cart' };
  const second = await bench.relay(cart, tableOf());
  assert.ok(first && second);
  assert.notEqual(second.host, first.host);
});

test('instances live in the lower half of the subnet, relays in the upper, and neither is taken for the other', {
  skip,
}, async (context) => {
  const bench = new Bench(context);
  const { order, host } = await bench.start('net-a', 'shop');
  const relay = await bench.relay(order, tableOf(order));
  const { networks, relays } = await bench.runner.networks.list();
  const subnet = networks[0]?.subnet ?? '';
  assert.deepEqual(
    [host, relay?.host ?? ''].map((address) => isInUpperHalf(subnet, address)),
    [false, true],
  );
  assert.deepEqual(relays, [{ serviceId: order.serviceId, networkId: 'net-a', isRunning: true }]);
  assert.deepEqual(
    (await bench.runner.list()).map(({ instanceId }) => instanceId),
    [order.instanceId],
  );
});

test('a network goes once nothing is on it', { skip }, async (context) => {
  const bench = new Bench(context);
  const { networks } = bench.runner;
  const { order } = await bench.start('net-a', 'shop');
  await bench.relay(order, tableOf(order));
  await assert.rejects(networks.remove('net-a'), { code: 'engine_unavailable' });
  await bench.runner.stop(order.instanceId, 1000);
  await networks.removeRelay(order.serviceId);
  await networks.remove('net-a');
  await networks.remove('net-a');
  assert.deepEqual((await networks.list()).networks, []);
});

test('a network of before is cut in two once it is empty', { skip }, async (context) => {
  const bench = new Bench(context);
  const name = networkName(bench.owner, 'net-a');
  await bench.engine.docker.createNetwork({ Name: name });
  await bench.start('net-a', 'shop');
  const network = await inspectNetwork(bench.engine, name);
  assert.match(network?.IPAM?.Config?.[0]?.IPRange ?? '', /\/\d+$/);
});
