// Tables: what checks of running instances change (S4-9).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  activities,
  created,
  deploying,
  instance,
  moves,
  planOf,
  type Scene,
  version,
} from '#server/domain/plan/plan-fixture.ts';

const CHECK = { check: { kind: 'http' as const, path: '/' } };
const DEAD = { health: { isDead: true, isUnfit: false } };
const UNFIT = { health: { isDead: false, isUnfit: true } };

function scene(...instances: NonNullable<Scene['instances']>): Scene {
  return { shares: { v1: 100 }, versions: [version(1, { spec: { liveness: CHECK } })], instances };
}

test('a ready instance is checked where its configuration says so, and only then', () => {
  assert.ok(activities(planOf(scene(instance('a', 'v1', 'ready')))).includes('check a'));
  const plain: Scene = { shares: { v1: 100 }, instances: [instance('a', 'v1', 'ready')] };
  assert.deepEqual(activities(planOf(plain)), []);
});

test('a dead instance is over and replaced at once; the next ones after a pause', () => {
  const first = planOf(scene(instance('a', 'v1', 'ready', {}, DEAD)));
  assert.deepEqual(moves(first), { a: 'exited' });
  assert.equal(first.changed[0]?.instance.stopReason, 'unhealthy');
  assert.deepEqual(created(first), { v1: 1 });
  assert.ok(activities(first).includes('stop a'));
  const again = planOf(
    scene(instance('a', 'v1', 'exited', { stoppedAt: Date.now() }), instance('b', 'v1', 'ready', {}, DEAD)),
  );
  assert.deepEqual(created(again), {});
  assert.ok((again.againInMs ?? 0) > 0);
});

test('an unfit instance is not routed, and the version is not said to be well', () => {
  const two = { replicaMode: 'high-availability' as const, minReplicas: 2 };
  const both = [instance('a', 'v1', 'ready'), instance('b', 'v1', 'ready', {}, UNFIT)];
  const all = planOf({ shares: { v1: 100 }, versions: [version(1, { spec: two })], instances: both });
  const routed = all.routes?.versions[0]?.instances.map(({ instanceId }) => instanceId);
  assert.deepEqual(routed, ['a']);
  const none = planOf(scene(instance('b', 'v1', 'ready', {}, UNFIT)));
  assert.deepEqual(none.routes?.versions[0]?.instances, []);
  assert.equal(none.versionStatuses[0]?.readyInstances, 0);
});

test('a failed command after the start fails the deployment at its readiness', () => {
  const params = { command: 'migrate', exitCode: 1, output: 'none' };
  const failed = planOf({
    shares: { v1: 100 },
    versions: [version(1), deploying(2)],
    finished: { d2: 'start' },
    instances: [
      instance('a', 'v1', 'ready'),
      instance('b', 'v2', 'starting', {}, { startError: { code: 'post_start_fail', params } }),
    ],
  });
  assert.ok(activities(failed).includes('fail d2 post_start_fail'));
});
