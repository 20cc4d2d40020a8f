// 编辑配置并重新部署 and 回滚 of a version, as commands: what they write, and what they refuse.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDeployment } from '#db/stores/deployments.ts';
import { readSealed } from '#db/stores/secrets.ts';
import { findService, readPolicy } from '#db/stores/services.ts';
import { findVersion, readSpec } from '#db/stores/versions.ts';
import { temporaryData } from '#db/temporary.ts';
import { cancelDeployment } from '#server/commands/cancel-deployment.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { failDeployment } from '#server/commands/fail-deployment.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { randomText } from '#server/commands/random-text.ts';
import { redeployVersion } from '#server/commands/redeploy-version.ts';
import { rollBackVersion } from '#server/commands/roll-back-version.ts';
import { Problem } from '#server/domain/problem.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';

const COUNTS = { requests: 0, failedRequests: 0 };

class World implements Disposable {
  readonly data = temporaryData();
  readonly ctx: CommandContext = {
    db: this.data.db,
    actor: SYSTEM,
    now: Date.now,
    randomText,
    seal: (text) => `sealed:${text}`,
  };
  readonly serviceId = this.#service('生产');

  #service(alias: string): string {
    const { id } = createEnvironment(this.ctx, { alias, region: 'sh' });
    return createService(this.ctx, { environmentId: id, name: 'order', remark: '' }).id;
  }

  /** Of another environment. */
  elsewhere(): string {
    return this.#service('测试');
  }

  deploy(more: Partial<VersionSpecInput> = {}, serviceId = this.serviceId) {
    const service = findService(this.ctx.db, serviceId) ?? assert.fail();
    return deployVersion(this.ctx, service, {
      spec: spec(more),
      trafficStrategy: 'keep-zero',
      remark: '',
    });
  }

  live(more: Partial<VersionSpecInput> = {}) {
    const deployed = this.deploy(more);
    this.finish(deployed.deploymentId);
    return deployed.versionId;
  }

  finish(deploymentId: string) {
    assert.ok(finishDeployment(this.ctx, { deploymentId, ...COUNTS }));
  }

  fail(deploymentId: string) {
    const failure = { code: 'deploy_fail' as const, params: {}, logTail: [] };
    assert.ok(failDeployment(this.ctx, { deploymentId, failure, ...COUNTS }));
  }

  version(id: string) {
    return findVersion(this.ctx.db, id) ?? assert.fail(`no version ${id}`);
  }

  redeploy(versionId: string, more: Partial<VersionSpecInput> = {}) {
    return redeployVersion(this.ctx, this.version(versionId), { spec: spec(more) }).deploymentId;
  }

  rollBack(versionId: string, snapshotNumber: number) {
    return rollBackVersion(this.ctx, this.version(versionId), { snapshotNumber }).deploymentId;
  }

  [Symbol.dispose]() {
    this.data[Symbol.dispose]();
  }
}

function spec(more: Partial<VersionSpecInput>) {
  return specInputSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' }, ...more });
}

function problem(code: string) {
  return (error: unknown) => error instanceof Problem && error.code === code;
}

test('S2-17: an update serves from its success on, and the snapshot before it stays', () => {
  using world = new World();
  const id = world.live({ port: 8000 });
  const deploymentId = world.redeploy(id, { port: 8001 });
  assert.equal(world.version(id).snapshotNumber, 1);
  world.finish(deploymentId);
  assert.equal(world.version(id).snapshotNumber, 2);
  assert.deepEqual([readSpec(world.ctx.db, id, 1).port, readSpec(world.ctx.db, id, 2).port], [8000, 8001]);
  const { kind, snapshotNumber, fromSnapshotNumber } = findDeployment(world.ctx.db, deploymentId) ?? {};
  assert.deepEqual([kind, snapshotNumber, fromSnapshotNumber], ['redeploy', 2, 1]);
});

test('S2-12: an update leaves the traffic as it is, even of the only version', () => {
  using world = new World();
  const id = world.live();
  const before = readPolicy(world.ctx.db, world.serviceId);
  world.finish(world.redeploy(id));
  assert.deepEqual(readPolicy(world.ctx.db, world.serviceId), before);
  assert.equal(before.mode === 'percent' && before.shares[0]?.percent, 100);
});

test('S2-16, S2-22: after a failed or cancelled update what served before serves on, and no number comes again', () => {
  using world = new World();
  const id = world.live();
  world.fail(world.redeploy(id));
  assert.equal(world.version(id).snapshotNumber, 1);
  const cancelled = world.redeploy(id);
  cancelDeployment(world.ctx, findDeployment(world.ctx.db, cancelled) ?? assert.fail());
  assert.equal(world.version(id).snapshotNumber, 1);
  world.finish(world.redeploy(id));
  assert.equal(world.version(id).snapshotNumber, 4);
});

test('S2-19: a rollback points to a snapshot that served before, and to no other', () => {
  using world = new World();
  const id = world.live();
  world.fail(world.redeploy(id));
  world.finish(world.redeploy(id));
  assert.throws(() => world.rollBack(id, 3), problem('snapshot_current'));
  assert.throws(() => world.rollBack(id, 2), problem('not_found'), 'one that failed never served');
  assert.throws(() => world.rollBack(id, 9), problem('not_found'));
  world.finish(world.rollBack(id, 1));
  assert.equal(world.version(id).snapshotNumber, 1);
});

test('an edit that began on an older configuration is refused, and writes nothing', () => {
  using world = new World();
  const id = world.live();
  world.finish(world.redeploy(id));
  const edit = (fromSnapshotNumber: number) =>
    redeployVersion(world.ctx, world.version(id), { spec: spec({}), fromSnapshotNumber });
  assert.throws(() => edit(1), problem('snapshot_stale'));
  world.finish(edit(2).deploymentId);
  assert.equal(world.version(id).snapshotNumber, 3);
});

test('S3-28: one deployment of a service at a time, whichever kind', () => {
  using world = new World();
  const id = world.live();
  world.redeploy(id);
  assert.throws(() => world.redeploy(id), problem('deployment_in_progress'));
  assert.throws(() => world.rollBack(id, 1), problem('deployment_in_progress'));
  assert.throws(() => world.deploy(), problem('deployment_in_progress'));
});

test('a version that never came live is not updated: there is nothing that could go on serving', () => {
  using world = new World();
  world.live();
  const { versionId, deploymentId } = world.deploy();
  world.fail(deploymentId);
  assert.throws(() => world.redeploy(versionId), problem('version_never_live'));
});

test('a secret is stored sealed, kept by name, and taken from no other environment', () => {
  using world = new World();
  const id = world.live({ env: [{ kind: 'new-secret', name: 'PASSWORD', value: 'hunter2' }] });
  const [entry] = readSpec(world.ctx.db, id, 1).env;
  assert.ok(entry?.kind === 'secret');
  assert.equal(readSealed(world.ctx.db, entry.secretId), 'sealed:hunter2');
  world.finish(world.redeploy(id, { env: [entry] }));
  assert.deepEqual(readSpec(world.ctx.db, id, 2).env, [entry]);
  assert.throws(
    () => world.deploy({ env: [entry] }, world.elsewhere()),
    (error: unknown) =>
      error instanceof Problem &&
      error.issues[0]?.code === 'secret_missing' &&
      error.issues[0].path.join('.') === 'spec.env.0.name',
  );
});
