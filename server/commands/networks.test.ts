import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countNetworksInUse, findNetwork, listNetworks } from '#db/stores/networks.ts';
import { updateService } from '#db/stores/services.ts';
import { temporaryData } from '#db/temporary.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { randomText } from '#server/commands/random-text.ts';
import { NETWORK_QUOTA, type NetworkChoice } from '#server/domain/networks.ts';

class World implements Disposable {
  readonly #data = temporaryData();
  #clock = 1_000;
  #names = 0;
  readonly ctx: CommandContext = {
    db: this.#data.db,
    actor: SYSTEM,
    now: () => this.#clock++,
    randomText,
    seal: (text) => text,
  };

  environment(alias: string) {
    return createEnvironment(this.ctx, { alias, region: 'sh' }).id;
  }

  service(environmentId: string, network?: NetworkChoice) {
    return createService(this.ctx, { environmentId, name: `s${++this.#names}`, remark: '', network });
  }

  delete({ id }: { id: string }) {
    updateService(this.ctx.db, id, { deletedAt: this.ctx.now() });
  }

  nameOf(networkId: string) {
    return findNetwork(this.ctx.db, networkId)?.name;
  }

  [Symbol.dispose]() {
    this.#data[Symbol.dispose]();
  }
}

const NEW: NetworkChoice = { kind: 'new' };

test('S3-51: the first service of an environment gets a new network, the next that of the newest service', () => {
  using world = new World();
  const environmentId = world.environment('a');
  const first = world.service(environmentId);
  const apart = world.service(environmentId, NEW);
  const third = world.service(environmentId);
  assert.deepEqual(
    [first, apart].map(({ networkId }) => world.nameOf(networkId)),
    ['network-1', 'network-2'],
  );
  assert.equal(third.networkId, apart.networkId);
  const joined = world.service(environmentId, { kind: 'existing', networkId: first.networkId });
  assert.equal(joined.networkId, first.networkId);
});

test('only networks of the same environment that have a service are offered', () => {
  using world = new World();
  const [a, b] = [world.environment('a'), world.environment('b')];
  const first = world.service(a);
  const apart = world.service(a, NEW);
  world.delete(first);
  assert.deepEqual(
    listNetworks(world.ctx.db, a).map(({ id }) => id),
    [apart.networkId],
  );
  for (const [environmentId, { networkId }] of [
    [a, first],
    [b, apart],
  ] as const) {
    assert.throws(() => world.service(environmentId, { kind: 'existing', networkId }), {
      code: 'network_gone',
    });
  }
});

test('a network that went does not give its name to a later one', () => {
  using world = new World();
  const environmentId = world.environment('a');
  world.delete(world.service(environmentId));
  assert.equal(world.nameOf(world.service(environmentId).networkId), 'network-2');
});

test('S3-53: of 20 networks in use over all environments, 系统推荐 gets no further one; existing ones take more', () => {
  using world = new World();
  const [a, b] = [world.environment('a'), world.environment('b')];
  const services = Array.from({ length: NETWORK_QUOTA }, (_, n) => world.service(n % 2 ? a : b, NEW));
  const [one] = services;
  assert.ok(one);
  assert.throws(() => world.service(a, NEW), { code: 'network_quota', params: { limit: 20 } });
  assert.throws(() => world.service(world.environment('c')), { code: 'network_quota' });
  world.service(one.environmentId, { kind: 'existing', networkId: one.networkId });
  assert.equal(countNetworksInUse(world.ctx.db), NETWORK_QUOTA);
  world.delete(services[1] ?? assert.fail());
  assert.equal(world.service(a, NEW).deletedAt, null);
});
