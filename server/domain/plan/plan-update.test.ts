// Tables: how an update replaces a version's instances one by one, and how it goes back where it fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObservedInstance } from '#server/domain/plan/observed.ts';
import {
  activities,
  at,
  created,
  instance,
  moves,
  planOf,
  type Scene,
  status,
  stepAfter,
  version,
} from '#server/domain/plan/plan-fixture.ts';
import { type PlanRow, testRows } from '#server/domain/plan/plan-row.ts';

const THREE = { replicaMode: 'high-availability', minReplicas: 3 } as const;
const EARLIER = { createdAt: at - 60_000 };

type Update = {
  replicas?: 1 | 3;
  kind?: 'redeploy' | 'roll-back';
  state?: 'running' | 'failed' | 'cancelled' | 'succeeded';
};

/** Version 1 with an update from snapshot 1 to 2 that has come as far as its instances. */
function updating(
  instances: ObservedInstance[],
  { replicas = 1, kind = 'redeploy', state = 'running' }: Update = {},
) {
  const isOld = state === 'failed' || state === 'cancelled';
  const spec = replicas === 3 ? THREE : {};
  const deployment = {
    kind,
    state,
    createdAt: at - 10_000,
    finishedAt: state === 'running' ? null : at,
    failureCode: state === 'failed' ? ('deploy_fail' as const) : null,
  };
  return {
    shares: { v1: 100 },
    versions: [version(1, { hasSucceeded: true, snapshotNumber: isOld ? 1 : 2, spec, deployment })],
    finished: { d1: 'image' },
    instances,
  } satisfies Scene;
}

function old(id: string, state: 'ready' | 'draining' = 'ready'): ObservedInstance {
  return instance(id, 'v1', state, { ...EARLIER, ...(state === 'draining' ? { drainingAt: at } : {}) });
}

function next(id: string, state: 'creating' | 'starting' | 'ready' | 'exited', more = {}): ObservedInstance {
  return instance(id, 'v1', state, { snapshotNumber: 2, ...more });
}

const BUSY = {
  routes: {
    revision: 7,
    document: null,
  },
  workers: [{ servedRevision: 6, inFlight: {} }],
};

const ROWS: PlanRow[] = [
  {
    promise: 'S2-21: an update begins with one extra instance, and sends nobody away',
    scene: updating([old('a'), old('b'), old('c')], { replicas: 3 }),
    created: { v1: 1 },
  },
  {
    promise: 'while the extra one is on its way nothing else moves',
    scene: updating([old('a'), old('b'), old('c'), next('d', 'starting')], { replicas: 3 }),
    activities: ['probe d'],
    againInMs: 144_000,
  },
  {
    promise: 'once it is ready one old instance drains',
    scene: {
      ...updating([old('a'), old('b'), old('c'), next('d', 'ready')], { replicas: 3 }),
      observed: BUSY,
    },
    moves: { c: 'draining' },
    againInMs: 500,
  },
  {
    promise: 'the next one is not started before the drained one is gone',
    scene: {
      ...updating([old('a'), old('b'), old('c', 'draining'), next('d', 'ready')], { replicas: 3 }),
      observed: BUSY,
    },
    againInMs: 500,
  },
  {
    promise: 'then the next one is started',
    scene: updating([old('a'), old('b'), next('d', 'ready')], { replicas: 3 }),
    created: { v1: 1 },
  },
  {
    promise: 'an old instance that ends by itself meanwhile is replaced by a new one',
    scene: updating([old('a'), next('d', 'ready'), instance('x', 'v1', 'exited', EARLIER)], { replicas: 3 }),
    created: { v1: 1 },
  },
  {
    promise: 'a version that sleeps gets all instances of its update at once',
    scene: updating([], { replicas: 3 }),
    created: { v1: 3 },
  },
  {
    promise: 'S2-22: after a failure a new instance that is not ready is stopped at once',
    scene: updating([old('a'), next('d', 'starting')], { state: 'failed' }),
    moves: { d: 'stopping' },
    activities: ['stop d'],
  },
  {
    promise: 'S2-22: what was replaced before the failure comes back before the new one goes',
    scene: updating([old('a'), old('b'), next('d', 'ready'), next('e', 'exited')], {
      replicas: 3,
      state: 'failed',
    }),
    created: { v1: 1 },
    activities: [],
  },
  {
    promise: 'S2-22: with the old ones back the new one drains',
    scene: {
      ...updating([old('a'), old('b'), old('c'), next('d', 'ready')], { replicas: 3, state: 'failed' }),
      observed: BUSY,
    },
    moves: { d: 'draining' },
    againInMs: 500,
  },
  {
    promise: 'S3-23: a cancelled update goes back in the same way',
    scene: updating([next('d', 'ready')], { state: 'cancelled' }),
    created: { v1: 1 },
  },
];

testRows(ROWS);

test('S2-15: an update is ready when every instance is of its snapshot, and not before', () => {
  const two = updating([old('a'), next('b', 'ready'), next('c', 'ready')], { replicas: 3 });
  assert.deepEqual(planOf(two).readyDeployments, []);
  const three = updating([old('a'), ...['b', 'c', 'd'].map((id) => next(id, 'ready'))], { replicas: 3 });
  const result = planOf(three);
  assert.deepEqual(result.readyDeployments, ['d1']);
  assert.deepEqual(moves(result), { a: 'draining' });
});

test('the version says 更新中 while it is updated, and goes on serving', () => {
  const result = planOf(updating([old('a'), next('b', 'starting')]));
  assert.deepEqual(
    result.versionStatuses.map(({ state }) => state),
    [{ kind: 'updating' }],
  );
  assert.equal(result.routes?.versions[0]?.instances.length, 1);
});

test('S2-16: afterwards it says 正常, or 更新失败 and 回滚失败 with the cause while the old ones serve', () => {
  const stateOf = (scene: Scene) => planOf(scene).versionStatuses[0]?.state;
  assert.deepEqual(stateOf(updating([next('b', 'ready')], { state: 'succeeded' })), { kind: 'normal' });
  for (const kind of ['redeploy', 'roll-back'] as const) {
    assert.deepEqual(stateOf(updating([old('a')], { state: 'failed', kind })), {
      kind: 'update-failed',
      deploymentKind: kind,
      code: 'deploy_fail',
    });
  }
  assert.deepEqual(stateOf(updating([old('a')], { state: 'cancelled' })), { kind: 'normal' });
});

test('S2-22: one instance that ends as often as it may fails the whole update', () => {
  const exits = ['x', 'y', 'z'].map((id, i) => next(id, 'exited', { stoppedAt: at - 100 + i, exitCode: 3 }));
  const scene = updating([old('a'), old('b'), next('c', 'ready'), ...exits], { replicas: 3 });
  assert.deepEqual(activities(planOf(scene)), ['fail d1 exited_later']);
});

test('what an earlier stay of the same snapshot left behind is no failure of this update', () => {
  const exits = ['x', 'y', 'z'].map((id) => next(id, 'exited', { ...EARLIER, stoppedAt: at - 50_000 }));
  const result = planOf(updating([old('a'), ...exits], { kind: 'roll-back' }));
  assert.deepEqual([activities(result), created(result)], [[], { v1: 1 }]);
});

test('an update is refused before it begins where the machine has no room for one extra instance', () => {
  const scene: Scene = {
    ...updating([old('a')]),
    finished: { d1: null },
    observed: { capacity: { cpuTotal: 8, cpuMax: 2, memoryTotalGb: 2, cpuUsed: 0.5, memoryUsedGb: 1.5 } },
  };
  assert.deepEqual(activities(planOf(scene)), ['fail d1 quota_fail']);
});

test('an update to a larger size is refused where all of them together would not fit', () => {
  const scene = (memoryTotalGb: number): Scene => ({
    ...updating([old('a'), old('b'), old('c')], { replicas: 3 }),
    finished: { d1: null },
    observed: { capacity: { cpuTotal: 8, cpuMax: 2, memoryTotalGb, cpuUsed: 1.5, memoryUsedGb: 3 } },
    versions: [
      version(1, {
        snapshotNumber: 2,
        hasSucceeded: true,
        spec: { ...THREE, memoryGb: 2 },
        deployment: { kind: 'redeploy', state: 'running', createdAt: at - 10_000, finishedAt: null },
      }),
    ],
  });
  // One old instance of 1 GB is still there when the third new one of 2 GB starts.
  assert.deepEqual(activities(planOf(scene(6.5))), ['fail d1 quota_fail']);
  assert.deepEqual(activities(planOf(scene(7))), ['prepare-image d1']);
});

test('the step of coming back is taken only where an update had begun, and ends with the old instances in place', () => {
  const stepOf = (scene: Scene) => stepAfter(scene, planOf(scene), 'd1');
  const begun = { ...updating([old('a'), next('b', 'ready')], { state: 'failed' }) };
  const restore = (scene: Scene) =>
    planOf(scene).steps[0]?.steps.find(({ name }) => name === 'restore')?.state ?? 'unchanged';
  assert.equal(restore(begun), 'running');
  assert.equal(restore(updating([old('a')], { state: 'failed' })), 'finished');
  assert.equal(restore({ ...updating([old('a')], { state: 'failed' }), finished: { d1: null } }), 'todo');
  assert.equal(stepOf(begun), 'update failed');
});

test('a plan of a failed update that comes back rests: a later look changes no step', () => {
  const scene = updating([old('a'), old('b'), next('d', 'starting')], { replicas: 3, state: 'failed' });
  const first = planOf(scene).steps[0]?.steps ?? assert.fail('no steps');
  const again = planOf({ ...scene, now: at + 5_000, steps: new Map([['d1', first]]) });
  assert.deepEqual(again.steps, []);
});

/** An update from three instances to one, or from one to one, whose image is still to be built. */
function preparing(instances: ObservedInstance[], replicas: 1 | 3 = 1): Scene {
  const scene = updating(instances, { replicas });
  const [before] = scene.versions;
  assert.ok(before);
  const serving = { snapshotNumber: 1, spec: before.spec };
  return { ...scene, versions: [{ ...before, serving }], finished: { d1: 'check' } };
}

test('while an update is prepared, what serves is kept alive as if there were none', () => {
  const dead = instance('a', 'v1', 'exited', { ...EARLIER, stoppedAt: at - 1_000 });
  const result = planOf(preparing([dead]));
  assert.deepEqual(
    result.created.map(({ snapshotNumber, count }) => [snapshotNumber, count]),
    [[1, 1]],
  );
  const starting = instance('b', 'v1', 'starting', { createdAt: at - 2_000, startedAt: at - 1_000 });
  assert.deepEqual(moves(planOf(preparing([starting]))), {});
});

test('a version that sleeps sleeps on while its update is prepared', () => {
  const scene = { ...preparing([]), shares: {} };
  const versionStatuses = new Map([
    status('v1', { state: { kind: 'offline' }, wantedInstances: 0, readyInstances: 0 }),
  ]);
  assert.deepEqual(planOf({ ...scene, observed: { versionStatuses } }).created, []);
});

test('an update to fewer instances sends nobody away before the first new one is ready', () => {
  const three = [old('a'), old('b'), old('c')];
  assert.deepEqual(moves(planOf({ ...preparing(three, 3), finished: { d1: 'check' } })), {});
  const toOne = updating(three);
  assert.deepEqual([moves(planOf(toOne)), created(planOf(toOne))], [{}, { v1: 1 }]);
  const replaced = updating([...three, next('d', 'ready')]);
  assert.deepEqual(moves(planOf({ ...replaced, observed: BUSY })), {
    a: 'draining',
    b: 'draining',
    c: 'draining',
  });
});

test('what an update left under way ends when the next one begins', () => {
  const scene = updating([old('a'), next('b', 'starting')]);
  const running =
    planOf({ ...updating([old('a'), next('b', 'ready')], { state: 'failed' }) }).steps[0]?.steps ?? [];
  const steps = new Map([['d0', running]]);
  const ended =
    planOf({ ...scene, steps }).steps.find(({ deploymentId }) => deploymentId === 'd0')?.steps ?? [];
  assert.ok(ended.length > 0 && ended.every(({ state }) => state !== 'running'));
  assert.ok(
    !planOf({ ...scene, steps: new Map([['d0', ended]]) }).steps.some(
      ({ deploymentId }) => deploymentId === 'd0',
    ),
  );
});
