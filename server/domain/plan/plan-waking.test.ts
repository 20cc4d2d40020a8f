// Tables: what a request that finds a version without an instance does, and how long it lasts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObservedService } from '#server/domain/plan/observed.ts';
import {
  at,
  deploying,
  instance,
  planOf,
  type Scene,
  status,
  version,
} from '#server/domain/plan/plan-fixture.ts';
import { type PlanRow, testRows } from '#server/domain/plan/plan-row.ts';

const MINUTE_MS = 60_000;
const ASLEEP = status('v2', { state: { kind: 'offline' }, wantedInstances: 0, readyInstances: 0 });
const AWAKE = status('v2');

/** Version 1 serves, version 2 was last asked for some minutes ago. */
function asked(minutesAgo: number, was = ASLEEP, more: Partial<Scene> = {}): Scene {
  const observed: Partial<ObservedService> = {
    askedAt: new Map([['v2', at - minutesAgo * MINUTE_MS]]),
    versionStatuses: new Map([was]),
  };
  return {
    shares: { v1: 100 },
    versions: [version(1), version(2)],
    instances: [instance('a', 'v1', 'ready')],
    observed,
    ...more,
  };
}

const ALL_READY = [instance('a', 'v1', 'ready'), instance('b', 'v2', 'ready')];
const PAUSED = { isPaused: true };

const ROWS: PlanRow[] = [
  {
    promise: 'a version that sleeps is woken by a request',
    scene: asked(0),
    created: { v2: 1 },
    againInMs: 30 * MINUTE_MS,
  },
  {
    promise: 'asking for a version that is on its way starts nothing more',
    scene: asked(0, AWAKE, {
      instances: [instance('a', 'v1', 'ready'), instance('b', 'v2', 'starting')],
    }),
    activities: ['probe b'],
    againInMs: 144_000,
  },
  {
    promise: 'it stays for thirty minutes after the last request that asked for it',
    scene: asked(29, AWAKE, { instances: ALL_READY }),
    againInMs: MINUTE_MS,
  },
  {
    promise: 'then it sleeps again by the same rule',
    scene: asked(30, AWAKE, { instances: ALL_READY }),
    moves: { b: 'draining' },
    againInMs: 30_000,
  },
  { promise: 'a request of long ago wakes nothing', scene: asked(31) },
  { promise: 'a version of a paused service is not woken', scene: asked(0, ASLEEP, { service: PAUSED }) },
  {
    promise: 'a version that was woken before its service was paused stays its time',
    scene: asked(29, AWAKE, { service: PAUSED, instances: ALL_READY }),
    againInMs: MINUTE_MS,
  },
  {
    promise: 'a version that never came live is not woken',
    scene: asked(0, ASLEEP, {
      versions: [version(1), version(2, { deployment: { state: 'failed', failureCode: 'start_fail' } })],
    }),
  },
  {
    promise: 'a deleted version is not woken',
    scene: asked(0, ASLEEP, { versions: [version(1), version(2, { isDeleted: true })] }),
  },
];

testRows(ROWS);

test('a version that sleeps while its update is prepared is woken as it was before', () => {
  const update = deploying(2, {
    hasSucceeded: true,
    deployment: { kind: 'redeploy', state: 'running', createdAt: at - 10_000, finishedAt: null },
    snapshotNumber: 2,
  });
  const { created } = planOf(asked(0, ASLEEP, { versions: [version(1), update] }));
  assert.deepEqual(
    created.map(({ versionId, snapshotNumber }) => [versionId, snapshotNumber]),
    [['v2', 1]],
  );
  assert.deepEqual(planOf(asked(31, ASLEEP, { versions: [version(1), update] })).created, []);
});

test('a version may be waited for once it came live, unless its service is paused', () => {
  const failed = version(2, { deployment: { state: 'failed', failureCode: 'start_fail' } });
  const wakeable = (scene: Scene) =>
    planOf(scene).routes?.versions.map(({ versionId, isWakeable }) => [versionId, isWakeable]);
  assert.deepEqual(wakeable(asked(31)), [
    ['v1', true],
    ['v2', true],
  ]);
  assert.deepEqual(wakeable(asked(31, ASLEEP, { service: PAUSED })), [
    ['v1', false],
    ['v2', false],
  ]);
  assert.deepEqual(wakeable(asked(0, ASLEEP, { versions: [version(1), failed], instances: ALL_READY })), [
    ['v1', true],
    ['v2', false],
  ]);
});
