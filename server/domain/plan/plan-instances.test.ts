// Tables: what becomes of instances.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container, ObservedInstance } from '#server/domain/plan/observed.ts';
import {
  activities,
  at,
  created,
  deploying,
  exited,
  instance,
  moves,
  planOf,
  running,
  type Scene,
  savedRoutes,
  status,
  version,
} from '#server/domain/plan/plan-fixture.ts';

const SERVING: Scene = { shares: { v1: 100 }, versions: [version(1)] };
const CANCELLED = version(2, { deployment: { state: 'cancelled' } });
const DELETED = version(2, { isDeleted: true });

type Row = {
  promise: string;
  scene: Scene;
  moves?: Record<string, string>;
  created?: Record<string, number>;
  activities?: string[];
  againInMs?: number | null;
};

function failed(id: string, agoMs: number): ObservedInstance {
  return instance(id, 'v1', 'exited', { stoppedAt: at - agoMs });
}

function withContainer(state: 'creating' | 'starting' | 'ready' | 'draining', container: Container | null) {
  return instance('a', 'v1', state, {}, { container });
}

function draining(inFlight: Record<string, number>, servedRevision: number, sinceMs = 1_000): Scene {
  return {
    versions: [DELETED],
    instances: [instance('a', 'v2', 'draining', { drainingAt: at - sinceMs })],
    observed: { routes: savedRoutes({}, { v2: ['!a'] }), workers: [{ servedRevision, inFlight }] },
  };
}

const ROWS: Row[] = [
  {
    promise: 'a version with traffic and no instance gets one',
    scene: SERVING,
    created: { v1: 1 },
  },
  {
    promise: 'a version gets its minimum of instances',
    scene: {
      shares: { v1: 100 },
      versions: [version(1, { spec: { replicaMode: 'high-availability', minReplicas: 3 } })],
      instances: [instance('a', 'v1', 'ready')],
    },
    created: { v1: 2 },
  },
  {
    promise: 'a row without a container is started',
    scene: { ...SERVING, instances: [instance('a', 'v1', 'creating')] },
    activities: ['start a'],
  },
  {
    promise: 'a container that was made but never started is started',
    scene: {
      ...SERVING,
      instances: [withContainer('creating', { ...running(), state: 'created', address: null })],
    },
    activities: ['start a'],
  },
  {
    promise: 'a started container is probed from then on',
    scene: { ...SERVING, instances: [withContainer('creating', running())] },
    moves: { a: 'starting' },
    activities: ['probe a'],
    againInMs: 2_000 + 150_000 - 8_000,
  },
  {
    promise: 'a probe that succeeds makes an instance ready',
    scene: { ...SERVING, instances: [instance('a', 'v1', 'starting', {}, { probe: { kind: 'ready' } })] },
    moves: { a: 'ready' },
  },
  {
    promise: 'a late health report of a cancelled deployment changes nothing',
    scene: {
      versions: [CANCELLED],
      instances: [instance('a', 'v2', 'stopping', { readyAt: null }, { probe: { kind: 'ready' } })],
    },
    activities: ['stop a'],
  },
  {
    promise: 'a cancelled deployment that gets ready in the same moment is stopped without draining',
    scene: {
      versions: [CANCELLED],
      instances: [instance('a', 'v2', 'starting', {}, { probe: { kind: 'ready' } })],
    },
    moves: { a: 'stopping' },
    activities: ['stop a'],
  },
  {
    promise: 'a cancelled start that is under way is stopped once it is known how it ended',
    scene: {
      versions: [CANCELLED],
      instances: [instance('a', 'v2', 'creating', {}, { isStartUnderWay: true })],
    },
    moves: { a: 'stopping' },
    activities: ['stop a'],
  },
  {
    promise: 'a failed deployment leaves the other versions alone',
    scene: {
      shares: { v1: 100 },
      versions: [version(1), version(2, { deployment: { state: 'failed', failureCode: 'start_timeout' } })],
      instances: [instance('a', 'v1', 'ready'), instance('b', 'v2', 'starting')],
    },
    moves: { b: 'stopping' },
    activities: ['stop b'],
  },
  {
    promise: 'what was to be stopped and is gone is removed',
    scene: { versions: [DELETED], instances: [instance('a', 'v2', 'stopping', {}, { container: null })] },
    moves: { a: 'removed' },
  },
  {
    promise: 'a crashed instance is replaced at once, and what is left of it cleared away',
    scene: { ...SERVING, instances: [withContainer('ready', exited(1))] },
    moves: { a: 'exited' },
    created: { v1: 1 },
    activities: ['stop a'],
  },
  {
    promise: 'an instance whose container vanished is replaced',
    scene: { ...SERVING, instances: [withContainer('ready', null)] },
    moves: { a: 'exited' },
    created: { v1: 1 },
  },
  {
    promise: 'the second crash waits for the first pause',
    scene: { ...SERVING, instances: [failed('a', 5_000), failed('b', 400)] },
    againInMs: 600,
  },
  {
    promise: 'after the pause the replacement starts',
    scene: { ...SERVING, instances: [failed('a', 5_000), failed('b', 1_000)] },
    created: { v1: 1 },
  },
  {
    promise: 'each further crash doubles the pause',
    scene: {
      ...SERVING,
      instances: [failed('a', 9_000), failed('b', 5_000), failed('c', 3_000), failed('d', 0)],
    },
    againInMs: 4_000,
  },
  {
    promise: 'the pause has a limit',
    scene: { ...SERVING, instances: Array.from({ length: 30 }, (_, i) => failed(`x${i}`, i * 1_000)) },
    againInMs: 60_000,
  },
  {
    promise: 'crashes of more than ten minutes ago are forgiven',
    scene: { ...SERVING, instances: [failed('a', 660_000), failed('b', 650_000), failed('c', 640_000)] },
    created: { v1: 1 },
  },
  {
    promise: 'all instances of a version ending together count as one crash',
    scene: {
      shares: { v1: 100 },
      versions: [version(1, { spec: { replicaMode: 'high-availability', minReplicas: 2 } })],
      instances: [failed('a', 10), failed('b', 10)],
    },
    created: { v1: 2 },
  },
  {
    promise: 'a start that the engine refuses counts as a crash of a live version',
    scene: {
      ...SERVING,
      instances: [
        failed('a', 100),
        instance('b', 'v1', 'creating', {}, { startError: { code: 'start_refused', message: 'no' } }),
      ],
    },
    moves: { b: 'exited' },
    againInMs: 1_000,
  },
  {
    promise: 'a live version that does not get ready in its window is started afresh',
    scene: { ...SERVING, instances: [instance('a', 'v1', 'starting', { startedAt: at - 152_000 })] },
    moves: { a: 'stopping' },
    created: { v1: 1 },
    activities: ['stop a'],
  },
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
    activities: ['ensure-image d2'],
  },
];

for (const row of ROWS) {
  test(row.promise, () => {
    const result = planOf(row.scene);
    assert.deepEqual(
      {
        moves: moves(result),
        created: created(result),
        activities: activities(result),
        againInMs: result.againInMs,
      },
      {
        moves: row.moves ?? {},
        created: row.created ?? {},
        activities: row.activities ?? [],
        againInMs: row.againInMs ?? null,
      },
    );
  });
}

test('what the drain deadline cut off is counted', () => {
  const [change] = planOf(draining({ a: 3 }, 7, 30_000)).changed;
  assert.deepEqual([change?.instance.state, change?.instance.cutRequests], ['stopping', 3]);
});

test('an exit is recorded with its code and its time', () => {
  const [change] = planOf({ ...SERVING, instances: [withContainer('ready', exited(3))] }).changed;
  assert.equal(change?.from, 'ready');
  assert.deepEqual([change?.instance.exitCode, change?.instance.stoppedAt], [3, at - 50]);
});
