// What may be deleted when, and what goes with it (console-spec 7).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDeployment } from '#db/stores/deployments.ts';
import { recentEvents } from '#db/stores/events.ts';
import { saveRoutes } from '#db/stores/routes.ts';
import { findService, findServiceByName, readPolicy, writePolicy } from '#db/stores/services.ts';
import { findVersion, listVersions } from '#db/stores/versions.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { deleteVersion } from '#server/commands/delete-version.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { setPaused } from '#server/commands/pause-service.ts';
import { randomText } from '#server/commands/random-text.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { Problem } from '#server/domain/problem.ts';
import { specInputSchema } from '#server/domain/spec.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

const SPEC = specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });
const WHOLE = { mode: 'whole', name: 'shop' } as const;
const NOBODY = { updatedAt: 0, updatedBy: 'nobody' };

class World implements Disposable {
  readonly data: TemporaryData = temporaryData();
  readonly ctx: CommandContext = {
    db: this.data.db,
    actor: SYSTEM,
    now: Date.now,
    randomText,
    seal: (text) => text,
  };
  readonly environment = createEnvironment(this.ctx, { alias: 'test', region: 'sh' });
  readonly service = this.create('shop');

  create(name: string, random = randomText) {
    const input = { environmentId: this.environment.id, name, remark: '' };
    return createService({ ...this.ctx, randomText: random }, input);
  }

  deploy() {
    const input = { spec: SPEC, trafficStrategy: 'keep-zero', remark: '' } as const;
    return deployVersion(this.ctx, this.service, input);
  }

  /** A version that came live. */
  live() {
    const deployed = this.deploy();
    finishDeployment(this.ctx, { deploymentId: deployed.deploymentId, requests: 0, failedRequests: 0 });
    return this.version(deployed.versionId);
  }

  version(id: string) {
    return findVersion(this.ctx.db, id) ?? assert.fail(`no version ${id}`);
  }

  setPolicy(policy: TrafficPolicy): void {
    writePolicy(this.ctx.db, this.service.id, policy, NOBODY);
  }

  /** The deployer has written routes that carry this. */
  carry(traffic: TrafficPolicy): void {
    const { id, name, environmentId, host } = this.service;
    const of = { serviceId: id, serviceName: name, environmentId, host };
    saveRoutes(this.ctx.db, id, { ...of, generation: 1, isPaused: false, traffic, versions: [] });
  }

  [Symbol.dispose]() {
    this.data[Symbol.dispose]();
  }
}

function full(version: { id: string }): TrafficPolicy {
  return { mode: 'percent', shares: [{ versionId: version.id, percent: 100 }] };
}

function problem(code: string, params: Record<string, unknown> = {}) {
  return (error: unknown) => {
    assert.ok(error instanceof Problem && error.code === code, String(error));
    for (const [name, value] of Object.entries(params)) assert.equal(error.params[name], value);
    return true;
  };
}

test('a version that only a rule leads to has traffic and cannot be deleted', () => {
  using world = new World();
  const [first, second] = [world.live(), world.live()];
  const rule = { source: 'query', key: 'beta', value: '1', versionId: second.id } as const;
  world.setPolicy({ mode: 'rules', rules: [rule], defaultVersionId: first.id });
  for (const version of [first, second]) {
    assert.throws(() => deleteVersion(world.ctx, version), problem('version_has_traffic', { percent: 0 }));
  }
});

test('a version at 0 % that still serves for one being woken cannot be deleted before that one is ready', () => {
  using world = new World();
  const [serving, woken] = [world.live(), world.live()];
  world.setPolicy(full(woken));
  world.carry(full(serving));
  assert.throws(() => deleteVersion(world.ctx, serving), problem('version_still_serving'));
  world.carry(full(woken));
  deleteVersion(world.ctx, serving);
});

test('of a paused service, what the routes still carry may be deleted: nobody is served', () => {
  using world = new World();
  const [old, woken] = [world.live(), world.live()];
  world.setPolicy(full(woken));
  world.carry(full(old));
  setPaused(world.ctx, world.service, true);
  deleteVersion(world.ctx, old);
});

test('a version cannot be deleted while it is deployed or updated', () => {
  using world = new World();
  world.live();
  const updated = world.live();
  redeployVersion(world.ctx, updated, { spec: SPEC });
  assert.throws(() => deleteVersion(world.ctx, updated), problem('version_deploying'));
});

test('a version that is deleted twice is not found the second time', () => {
  using world = new World();
  world.live();
  const second = world.live();
  deleteVersion(world.ctx, second);
  assert.throws(() => deleteVersion(world.ctx, second), problem('not_found'));
});

test('D-V8: with a version left, a service goes neither from the list nor by a wrong name', () => {
  using world = new World();
  world.live();
  const { ctx, service } = world;
  assert.throws(
    () => deleteService(ctx, service, { mode: 'empty', name: 'shop' }),
    problem('service_has_versions', { count: 1 }),
  );
  assert.throws(
    () => deleteService(ctx, service, { mode: 'whole', name: 'Shop' }),
    problem('service_name_mismatch'),
  );
  assert.equal(listVersions(ctx.db, service.id).length, 1);
  assert.deepEqual(
    readPolicy(ctx.db, service.id),
    full(listVersions(ctx.db, service.id)[0] ?? assert.fail()),
  );
});

test('S3-42: whole, a service goes with its serving versions, and the record names them', () => {
  using world = new World();
  const { ctx, service } = world;
  const [first, second] = [world.live(), world.live()];
  deleteService(ctx, service, WHOLE);
  assert.equal(findService(ctx.db, service.id), undefined);
  assert.equal(findVersion(ctx.db, first.id) ?? findVersion(ctx.db, second.id), undefined);
  const [event] = recentEvents(ctx.db, service.id, ['service.deleted'], 1);
  assert.deepEqual(event?.before, { name: 'shop', host: service.host, versions: ['shop-002', 'shop-001'] });
  assert.throws(() => deleteService(ctx, service, WHOLE), problem('not_found'));
});

test('a deployment that runs is cancelled when its service goes', () => {
  using world = new World();
  const { deploymentId } = world.deploy();
  deleteService(world.ctx, world.service, WHOLE);
  assert.equal(findDeployment(world.ctx.db, deploymentId)?.state, 'cancelled');
  const counts = { requests: 0, failedRequests: 0 };
  assert.equal(finishDeployment(world.ctx, { deploymentId, ...counts }), false);
});

test('S3-41: the same name can be used again, and is another service with another domain', () => {
  using world = new World();
  const { ctx, service } = world;
  world.live();
  deleteService(ctx, service, WHOLE);
  const suffixes = [service.host.slice(-6), 'fresh1'];
  const reborn = world.create('shop', (length) =>
    length === 6 ? (suffixes.shift() ?? '') : randomText(length),
  );
  assert.equal(reborn.host, 'shop-fresh1');
  assert.equal(findServiceByName(ctx.db, world.environment.id, 'shop')?.id, reborn.id);
  assert.equal(reborn.lastVersionNumber, 0);
});

test('nobody is given a domain that was the test address of a version, nor one whose test address is taken', () => {
  using world = new World();
  const suffix = world.service.host.slice(-6);
  const suffixes = [suffix, 'fresh1'];
  const twice = (length: number) => (length === 6 ? (suffixes.shift() ?? '') : randomText(length));
  assert.equal(world.create('v002-shop', twice).host, 'v002-shop-fresh1');
  suffixes.push('fresh1', 'fresh2');
  deleteService(world.ctx, world.service, WHOLE);
  assert.equal(world.create('shop', twice).host, 'shop-fresh2');
});
