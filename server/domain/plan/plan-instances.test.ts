// Tables: how instances come into being, fail and are replaced.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Container, ObservedInstance } from '#server/domain/plan/observed.ts';
import {
  at,
  exited,
  instance,
  planOf,
  running,
  type Scene,
  version,
} from '#server/domain/plan/plan-fixture.ts';
import { type PlanRow, testRows } from '#server/domain/plan/plan-row.ts';

const SERVING: Scene = { shares: { v1: 100 }, versions: [version(1)] };
const CANCELLED = version(2, { deployment: { state: 'cancelled' } });
const DELETED = version(2, { isDeleted: true });

function failed(id: string, agoMs: number): ObservedInstance {
  return instance(id, 'v1', 'exited', { stoppedAt: at - agoMs });
}

function withContainer(state: 'creating' | 'starting' | 'ready' | 'draining', container: Container | null) {
  return instance('a', 'v1', state, {}, { container });
}

const ROWS: PlanRow[] = [
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
];

testRows(ROWS);

test('an exit is recorded with its code and its time', () => {
  const [change] = planOf({ ...SERVING, instances: [withContainer('ready', exited(3))] }).changed;
  assert.equal(change?.from, 'ready');
  assert.deepEqual([change?.instance.exitCode, change?.instance.stoppedAt], [3, at - 50]);
});
