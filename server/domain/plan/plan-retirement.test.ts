// Tables: how instances and versions leave, and what makes them stay.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container } from '#server/domain/plan/observed.ts';
import {
  at,
  deploying,
  instance,
  planOf,
  type Scene,
  savedRoutes,
  status,
  version,
} from '#server/domain/plan/plan-fixture.ts';
import { type PlanRow, testRows } from '#server/domain/plan/plan-row.ts';

const SERVING: Scene = { shares: { v1: 100 }, versions: [version(1)] };
const DELETED = version(2, { isDeleted: true });

function draining(inFlight: Record<string, number>, servedRevision: number, sinceMs = 1_000): Scene {
  return {
    versions: [DELETED],
    instances: [instance('a', 'v2', 'draining', { drainingAt: at - sinceMs })],
    observed: { routes: savedRoutes({}, { v2: ['!a'] }), workers: [{ servedRevision, inFlight }] },
  };
}

function relayed(sinceMs: number): Scene {
  const row = { drainingAt: at - sinceMs };
  return { ...draining({}, 7), instances: [instance('a', 'v2', 'draining', row, { isRelayed: true })] };
}

function withContainer(state: 'creating' | 'starting' | 'ready' | 'draining', container: Container | null) {
  return instance('a', 'v1', state, {}, { container });
}

const ROWS: PlanRow[] = [
  {
    promise: 'surplus instances go: those not ready are stopped, young ready ones drain',
    scene: {
      ...SERVING,
      instances: [
        instance('young', 'v1', 'ready', { createdAt: at - 10 }),
        instance('old', 'v1', 'ready'),
        instance('unready', 'v1', 'starting'),
      ],
    },
    moves: { young: 'draining', unready: 'stopping' },
    activities: ['stop unready'],
    againInMs: 30_000,
  },
  {
    promise: 'an instance is not drained before every gateway serves routes that say so',
    scene: draining({}, 6),
    againInMs: 500,
  },
  {
    promise: 'an instance with requests in flight keeps draining',
    scene: draining({ a: 2 }, 7),
    againInMs: 500,
  },
  {
    promise: 'an instance without requests in flight is stopped',
    scene: draining({}, 7),
    moves: { a: 'stopping' },
    activities: ['stop a'],
  },
  {
    promise: 'an instance that the relay of its service holds keeps draining, and is waited for',
    scene: relayed(1_000),
    activities: ['leave-relay a'],
    againInMs: 500,
  },
  {
    promise: 'what the relay holds is cut off at the deadline',
    scene: relayed(30_000),
    moves: { a: 'stopping' },
    activities: ['stop a'],
  },
  {
    promise: 'without a gateway alive a draining instance is stopped at once',
    scene: { ...draining({}, 0), observed: { routes: savedRoutes({}, { v2: ['!a'] }) } },
    moves: { a: 'stopping' },
    activities: ['stop a'],
  },
  {
    promise: 'a deleted version drains its instance',
    scene: { ...draining({}, 7), instances: [instance('a', 'v2', 'ready')] },
    moves: { a: 'draining' },
    againInMs: 500,
  },
  {
    promise: 'a deleted service drains every instance',
    scene: {
      service: { isDeleted: true },
      versions: [version(1, { isDeleted: true })],
      instances: [instance('a', 'v1', 'ready')],
    },
    moves: { a: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'an instance of a version of which nothing is left is sent away',
    scene: { versions: [], instances: [instance('a', 'gone', 'ready')] },
    moves: { a: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'a paused service keeps its instances',
    scene: { ...SERVING, service: { isPaused: true }, instances: [instance('a', 'v1', 'ready')] },
  },
  {
    promise: 'nothing is started or stopped before the containers were listed',
    scene: {
      ...SERVING,
      instances: [withContainer('ready', null)],
      observed: { engine: { isListed: false, downSince: null } },
    },
  },
  {
    promise: 'nothing is started or stopped while the engine is down',
    scene: {
      shares: { v1: 100 },
      versions: [version(1), DELETED],
      instances: [instance('b', 'v2', 'stopping')],
      observed: { engine: { isListed: true, downSince: at - 1_000 } },
    },
  },
  {
    promise: 'a version without traffic stays for thirty minutes',
    scene: {
      shares: { v1: 100 },
      versions: [version(1), version(2)],
      instances: [instance('a', 'v1', 'ready'), instance('b', 'v2', 'ready')],
      observed: { versionStatuses: new Map([status('v2', { trafficLostAt: at - 29 * 60_000 })]) },
    },
    againInMs: 60_000,
  },
  {
    promise: 'a version without traffic goes offline after thirty minutes (S3-30)',
    scene: {
      shares: { v1: 100 },
      versions: [version(1), version(2)],
      instances: [instance('a', 'v1', 'ready'), instance('b', 'v2', 'ready')],
      observed: { versionStatuses: new Map([status('v2', { trafficLostAt: at - 30 * 60_000 })]) },
    },
    moves: { b: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'a version that never had traffic goes offline thirty minutes after its deployment',
    scene: {
      shares: { v1: 100 },
      versions: [version(1), version(2)],
      instances: [instance('a', 'v1', 'ready')],
    },
  },
  {
    promise: 'in 多版本并行 mode a version without traffic stays',
    scene: {
      service: { releaseMode: 'parallel' },
      shares: { v1: 100 },
      versions: [version(1), version(2)],
      instances: [instance('a', 'v1', 'ready')],
    },
    created: { v2: 1 },
  },
  {
    promise: 'a version still carried by the routes stays while the policy waits for another',
    scene: {
      shares: { v2: 100 },
      versions: [version(1), version(2)],
      instances: [instance('a', 'v1', 'ready')],
      observed: { routes: savedRoutes({ v1: 100 }, { v1: ['a'] }) },
    },
    created: { v2: 1 },
  },
  {
    promise: 'a running deployment has no instance before its image is there',
    scene: { versions: [deploying(2)] },
    activities: ['prepare-image d2'],
  },
];

testRows(ROWS);

test('what the drain deadline cut off is counted', () => {
  const [change] = planOf(draining({ a: 3 }, 7, 30_000)).changed;
  assert.deepEqual([change?.instance.state, change?.instance.cutRequests], ['stopping', 3]);
});
