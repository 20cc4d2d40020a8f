// Tables: the steps of a deployment from code, by how far its image is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageProgress } from '#server/domain/plan/observed.ts';
import { activities, deploying, instance, planOf, type Scene } from '#server/domain/plan/plan-fixture.ts';

const source = { kind: 'package', packageId: 'pkg-1', fileName: 'shop.zip' } as const;
const deploymentId = deploying(1).deployment?.id ?? assert.fail('it has a deployment');

function scene(progress: ImageProgress | null, more: Scene = {}): Scene {
  return {
    versions: [deploying(1, { spec: { source } })],
    finished: { [deploymentId]: 'check' },
    ...more,
    observed: { images: new Map(progress ? [[deploymentId, progress]] : []) },
  };
}

/** Steps as `name state detail`, those not begun left out. */
function steps(facts: Scene): string[] {
  const planned = planOf(facts).steps[0]?.steps ?? [];
  return planned
    .filter(({ name, state }) => state !== 'todo' && name !== 'check')
    .map(({ name, state, detail }) => [name, state, detail?.key ?? '-'].join(' '));
}

/** As the steps of the scene are after its plan. */
function after(facts: Scene): Scene['steps'] {
  return new Map(planOf(facts).steps.map((planned) => [planned.deploymentId, planned.steps]));
}

test('before anything is known of the image it is prepared', () => {
  assert.deepEqual(activities(planOf(scene(null))), [`prepare-image ${deploymentId}`]);
});

test('waiting for a turn is told as long as it is the case, and no longer', () => {
  const queued = scene({ kind: 'queued', before: 2 });
  assert.deepEqual(steps(queued), ['source running buildQueued']);
  const turn = scene({ kind: 'under-way', step: 'source' }, { steps: after(queued) });
  assert.deepEqual(steps(turn), ['source running -']);
});

test('the commit stands beside the code that was fetched', () => {
  const details = { source: { key: 'commitFetched', params: { commit: 'abc' } } };
  const building = scene({ kind: 'under-way', step: 'build', details });
  assert.deepEqual(steps(building), ['source finished commitFetched', 'build running -']);
});

test('an image that is used again is told in both steps', () => {
  const reused = { key: 'imageReused', params: {} };
  const present = scene({ kind: 'present', details: { source: reused, build: reused } });
  assert.deepEqual(steps(present).slice(0, 2), ['source finished imageReused', 'build finished imageReused']);
});

test('a failure is one of its step, with the last lines', () => {
  const params = { step: 'RUN make', reason: 'no' };
  const failed: ImageProgress = {
    kind: 'failed',
    step: 'build',
    code: 'build_fail',
    params,
    logTail: ['a', 'b'],
  };
  const [activity] = planOf(scene(failed)).activities;
  assert.ok(activity?.kind === 'fail' && activity.verdict.kind === 'failed');
  assert.deepEqual([activity.verdict.code, activity.verdict.logTail], ['build_fail', ['a', 'b']]);
});

test('a built image that is lost before its first start is gone, not one to be pulled', () => {
  const startError = { code: 'image_missing', message: 'No such image' } as const;
  const lost = instance('i1', 'v1', 'creating', {}, { startError });
  const facts = scene(null, { finished: { [deploymentId]: 'build' }, instances: [lost] });
  const [activity] = planOf(facts).activities;
  assert.ok(activity?.kind === 'fail' && activity.verdict.kind === 'failed');
  assert.deepEqual([activity.verdict.code, activity.verdict.params], ['image_gone', { image: 'shop.zip' }]);
});
