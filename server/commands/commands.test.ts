import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listDeployments } from '#db/stores/deployments.ts';
import { findService, readPolicy, type Service } from '#db/stores/services.ts';
import { findVersion } from '#db/stores/versions.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { abandonGray } from '#server/commands/abandon-gray.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import { changeService } from '#server/commands/change-service.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteEnvironment } from '#server/commands/delete-environment.ts';
import { deleteService } from '#server/commands/delete-service.ts';
import { deleteVersion } from '#server/commands/delete-version.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { failDeployment } from '#server/commands/fail-deployment.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { setPaused } from '#server/commands/pause-service.ts';
import { randomText } from '#server/commands/random-text.ts';
import { rollBack } from '#server/commands/roll-back.ts';
import { setTraffic } from '#server/commands/set-traffic.ts';
import type { DeployInput } from '#server/domain/deploy-input.ts';
import { Problem } from '#server/domain/problem.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';

const SPEC = versionSpecSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' } });
type NewStrategy = DeployInput['trafficStrategy'];

const EMPTY = { mode: 'empty', name: 'order' } as const;
const COUNTS = { requests: 0, failedRequests: 0 };

class World implements Disposable {
  readonly data: TemporaryData = temporaryData();
  clock = 1_000;
  readonly ctx: CommandContext = {
    db: this.data.db,
    actor: SYSTEM,
    now: () => this.clock++,
    randomText,
    seal: (text) => `sealed ${text}`,
  };
  readonly environment = createEnvironment(this.ctx, { alias: '生产', region: 'sh' });
  readonly created = createService(this.ctx, {
    environmentId: this.environment.id,
    name: 'order',
    remark: '',
  });

  get service(): Service {
    return findService(this.ctx.db, this.created.id) as Service;
  }

  deploy(trafficStrategy: NewStrategy = 'keep-zero') {
    return deployVersion(this.ctx, this.service, { spec: SPEC, trafficStrategy, remark: '' });
  }

  succeed(trafficStrategy: NewStrategy = 'keep-zero') {
    const deployed = this.deploy(trafficStrategy);
    assert.ok(finishDeployment(this.ctx, { deploymentId: deployed.deploymentId, ...COUNTS }));
    return deployed;
  }

  shares() {
    const policy = readPolicy(this.ctx.db, this.created.id);
    return policy.mode === 'percent' ? policy.shares : [];
  }

  version(id: string) {
    return findVersion(this.ctx.db, id) as NonNullable<ReturnType<typeof findVersion>>;
  }

  [Symbol.dispose]() {
    this.data[Symbol.dispose]();
  }
}

function problem(code: string) {
  return (error: unknown) => error instanceof Problem && error.code === code;
}

test('S3-22: the first version that succeeds takes all traffic, whatever its strategy', () => {
  using world = new World();
  const first = world.succeed('keep-zero');
  assert.deepEqual(world.shares(), [{ versionId: first.versionId, percent: 100 }]);
});

test('S0-11: a later version that keeps 0 leaves the traffic as it was', () => {
  using world = new World();
  const first = world.succeed();
  world.succeed('keep-zero');
  assert.deepEqual(world.shares(), [{ versionId: first.versionId, percent: 100 }]);
});

test('S0-10, S2-7: a later version with 100 % takes all traffic once it has succeeded', () => {
  using world = new World();
  const first = world.succeed();
  const second = world.deploy('full');
  assert.deepEqual(world.shares(), [{ versionId: first.versionId, percent: 100 }]);
  finishDeployment(world.ctx, { deploymentId: second.deploymentId, ...COUNTS });
  assert.deepEqual(world.shares(), [{ versionId: second.versionId, percent: 100 }]);
});

test('S3-58: every attempt takes a number, and a deleted number is not used again', () => {
  using world = new World();
  assert.equal(world.succeed().versionName, 'order-001');
  const failing = world.deploy();
  failDeployment(world.ctx, {
    deploymentId: failing.deploymentId,
    failure: { code: 'deploy_fail', params: {}, logTail: [] },
    ...COUNTS,
  });
  deleteVersion(world.ctx, world.version(failing.versionId));
  assert.equal(world.deploy().versionName, 'order-003');
});

test('S3-28: a second deployment at the same time is refused', () => {
  using world = new World();
  world.deploy();
  assert.throws(() => world.deploy(), problem('deployment_in_progress'));
});

test('S3-23: a cancelled deployment never takes traffic and the next may start at once', () => {
  using world = new World();
  const first = world.succeed();
  const cancelled = world.deploy('full');
  const [row] = listDeployments(world.ctx.db, world.service.id, { limit: 1, offset: 0 });
  assert.ok(row);
  cancelDeployment(world.ctx, row);
  assert.equal(finishDeployment(world.ctx, { deploymentId: cancelled.deploymentId, ...COUNTS }), false);
  assert.deepEqual(world.shares(), [{ versionId: first.versionId, percent: 100 }]);
  assert.throws(() => cancelDeployment(world.ctx, row), problem('deployment_finished'));
  assert.equal(world.deploy().versionName, 'order-003');
});

test('S0-17: traffic is replaced as a whole; who saw an older state gets a conflict', () => {
  using world = new World();
  const [first, second] = [world.succeed(), world.succeed()];
  const { generation } = world.service;
  const shares = [
    { versionId: first.versionId, percent: 80 },
    { versionId: second.versionId, percent: 20 },
  ];
  const set = setTraffic(world.ctx, world.service, { generation, policy: { mode: 'percent', shares } });
  assert.deepEqual(world.shares(), shares);
  assert.throws(
    () => setTraffic(world.ctx, world.service, { generation, policy: { mode: 'percent', shares } }),
    problem('traffic_stale'),
  );
  assert.equal(set.generation, world.service.generation);
});

test('S0-16: the server refuses a sum that is not 100, and changes nothing', () => {
  using world = new World();
  const first = world.succeed();
  const before = world.service.generation;
  assert.throws(
    () =>
      setTraffic(world.ctx, world.service, {
        generation: before,
        policy: { mode: 'percent', shares: [{ versionId: first.versionId, percent: 99 }] },
      }),
    (error: unknown) => error instanceof Problem && error.issues[0]?.code === 'traffic_sum',
  );
  assert.equal(world.service.generation, before);
});

test('S2-9: going back gives the older version 100 %; going forward by it is refused', () => {
  using world = new World();
  const first = world.succeed();
  const second = world.succeed('full');
  rollBack(world.ctx, world.service, { generation: world.service.generation, versionId: first.versionId });
  assert.deepEqual(world.shares(), [{ versionId: first.versionId, percent: 100 }]);
  assert.throws(
    () =>
      rollBack(world.ctx, world.service, {
        generation: world.service.generation,
        versionId: second.versionId,
      }),
    problem('rollback_forward'),
  );
});

test('S3-32: abandoning the gray puts all traffic back on the older version', () => {
  using world = new World();
  const [first, second] = [world.succeed(), world.succeed()];
  assert.throws(
    () => abandonGray(world.ctx, world.service, { generation: world.service.generation }),
    problem('traffic_nothing_to_abandon'),
  );
  setTraffic(world.ctx, world.service, {
    generation: world.service.generation,
    policy: {
      mode: 'percent',
      shares: [
        { versionId: second.versionId, percent: 70 },
        { versionId: first.versionId, percent: 30 },
      ],
    },
  });
  abandonGray(world.ctx, world.service, { generation: world.service.generation });
  assert.deepEqual(world.shares(), [{ versionId: first.versionId, percent: 100 }]);
});

test('a version with traffic, a service with versions and an environment with services cannot be deleted', () => {
  using world = new World();
  const first = world.succeed();
  assert.throws(
    () => deleteVersion(world.ctx, world.version(first.versionId)),
    problem('version_has_traffic'),
  );
  assert.throws(() => deleteService(world.ctx, world.service, EMPTY), problem('service_has_versions'));
  assert.throws(() => deleteEnvironment(world.ctx, world.environment), problem('environment_not_empty'));
});

test('the last version of a paused service can be deleted, and then the service', () => {
  using world = new World();
  const [first, second] = [world.succeed(), world.succeed()];
  setPaused(world.ctx, world.service, true);
  assert.throws(
    () => deleteVersion(world.ctx, world.version(first.versionId)),
    problem('version_has_traffic'),
  );
  deleteVersion(world.ctx, world.version(second.versionId));
  deleteVersion(world.ctx, world.version(first.versionId));
  assert.deepEqual(world.shares(), []);
  deleteService(world.ctx, world.service, EMPTY);
  deleteEnvironment(world.ctx, world.environment);
});

test('a service without versions goes, then its environment; its default domain is never given out again', () => {
  using world = new World();
  const { host } = world.service;
  deleteService(world.ctx, world.service, EMPTY);
  const suffixes = [host.slice(-6), 'fresh1'];
  const randomly = (length: number) => (length === 6 ? (suffixes.shift() ?? '') : randomText(length));
  const reborn = createService(
    { ...world.ctx, randomText: randomly },
    { environmentId: world.environment.id, name: 'order', remark: '' },
  );
  assert.equal(reborn.host, 'order-fresh1');
  deleteService(world.ctx, reborn, EMPTY);
  deleteEnvironment(world.ctx, world.environment);
});

test('a mode that the present traffic would break is refused', () => {
  using world = new World();
  changeService(world.ctx, world.service, { remark: '', releaseMode: 'parallel' });
  const ids = [world.succeed(), world.succeed(), world.succeed()].map((deployed) => deployed.versionId);
  const shares = ids.map((versionId, index) => ({ versionId, percent: [50, 30, 20][index] ?? 0 }));
  setTraffic(world.ctx, world.service, {
    generation: world.service.generation,
    policy: { mode: 'percent', shares },
  });
  assert.throws(
    () => changeService(world.ctx, world.service, { remark: '', releaseMode: 'standard' }),
    problem('release_mode_conflict'),
  );
});

test('names that are taken or wrong are refused with the field they belong to', () => {
  using world = new World();
  const make = (name: string) =>
    createService(world.ctx, { environmentId: world.environment.id, name, remark: '' });
  assert.throws(() => make('order'), problem('service_name_taken'));
  assert.throws(() => make('Order'), problem('service_name_invalid'));
  assert.throws(
    () => createEnvironment(world.ctx, { alias: '生产', region: 'gz' }),
    problem('environment_alias_taken'),
  );
});
