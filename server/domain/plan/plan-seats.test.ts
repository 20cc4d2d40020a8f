// 会话保持: which seats the routes carry.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  exited,
  instance,
  planOf,
  type Scene,
  savedRoutes,
  version,
} from '#server/domain/plan/plan-fixture.ts';

const READY = [instance('a', 'v1', 'ready'), instance('b', 'v2', 'ready')];
const SCENE: Scene = {
  service: { keepsVisitors: true },
  shares: { v1: 80, v2: 20 },
  versions: [version(1), version(2)],
  instances: READY,
};
const SIDE_BY_SIDE = [
  { versionId: 'v1', seats: 80 },
  { versionId: 'v2', seats: 20 },
];

test('the routes of a service that keeps no visitors say nothing of seats', () => {
  const { routes } = planOf({ ...SCENE, service: { keepsVisitors: false } });
  assert.ok(routes && !('seats' in routes));
});

test('switched on, the seats are as the shares', () => {
  assert.deepEqual(planOf(SCENE).routes?.seats, SIDE_BY_SIDE);
});

test('a change of the shares goes on from the seats that are carried', () => {
  const seats = [
    { versionId: 'v2', seats: 10 },
    { versionId: 'v1', seats: 90 },
  ];
  const observed = { routes: savedRoutes({ v1: 90, v2: 10 }, {}, { seats }) };
  assert.deepEqual(planOf({ ...SCENE, observed }).routes?.seats, [
    { versionId: 'v2', seats: 10 },
    { versionId: 'v1', seats: 80 },
    { versionId: 'v2', seats: 10 },
  ]);
});

test('the visitors of a version that crashed are seated with the others for as long, then find it again', () => {
  const crashed = [instance('a', 'v1', 'ready'), instance('b', 'v2', 'ready', {}, { container: exited(1) })];
  const routed = { routes: savedRoutes({ v1: 80, v2: 20 }, {}, { seats: SIDE_BY_SIDE }) };
  const during = planOf({ ...SCENE, instances: crashed, observed: routed }).routes;
  assert.deepEqual(during?.seats, [{ versionId: 'v1', seats: 100 }]);
  const after = planOf({ ...SCENE, observed: { routes: { revision: 8, document: during } } });
  assert.deepEqual(after.routes?.seats, SIDE_BY_SIDE);
});

test('rules leave the seats as they are', () => {
  const policy = { mode: 'rules' as const, rules: [], defaultVersionId: 'v2' };
  const observed = { routes: savedRoutes({ v1: 80, v2: 20 }, {}, { seats: SIDE_BY_SIDE }) };
  const { routes } = planOf({ ...SCENE, service: { keepsVisitors: true, policy }, observed });
  assert.equal(routes?.traffic.mode, 'rules');
  assert.deepEqual(routes?.seats, SIDE_BY_SIDE);
});
