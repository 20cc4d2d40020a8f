// Tables: versions that sleep where nobody asks for them, and what wakes them (S3-17, S3-57, S3-59).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObservedService } from '#server/domain/plan/observed.ts';
import {
  at,
  carriedShares,
  deploying,
  exited,
  instance,
  planOf,
  type Scene,
  savedRoutes,
  status,
  version,
} from '#server/domain/plan/plan-fixture.ts';
import { type PlanRow, testRows } from '#server/domain/plan/plan-row.ts';

const MINUTE_MS = 60_000;
const LOW_COST = { replicaMode: 'low-cost', minReplicas: 0 } as const;
const NOTED = { reason: 'idle', short: 0, free: null, sleepsAt: null } as const;
const ASLEEP = status('v1', { wantedInstances: 0, readyInstances: 0, scaling: NOTED });
const READY_LONG_AGO = { readyAt: at - 50 * MINUTE_MS };
const READY = instance('a', 'v1', 'ready', READY_LONG_AGO);
const ROUTED = savedRoutes({ v1: 100 }, { v1: ['a'] });

/** Version 1 has all traffic and no minimum; it was deployed an hour ago. */
function served(observed: Partial<ObservedService>, more: Partial<Scene> = {}): Scene {
  return {
    shares: { v1: 100 },
    versions: [version(1, { spec: LOW_COST })],
    instances: [READY],
    observed: { routes: ROUTED, versionStatuses: new Map([status('v1')]), ...observed },
    ...more,
  };
}

function requestedAgo(minutes: number): Partial<ObservedService> {
  return { lastRequestAt: new Map([['v1', at - minutes * MINUTE_MS]]) };
}

function asleep(more: Partial<Scene> & { observed?: Partial<ObservedService> } = {}): Scene {
  const { observed, ...rest } = more;
  const statuses = { versionStatuses: new Map([ASLEEP]) };
  return served({ ...statuses, ...observed }, { instances: [], ...rest });
}

const ROWS: PlanRow[] = [
  {
    promise: 'a version with traffic that nobody asked for in thirty minutes goes to zero (S3-17)',
    scene: served({}),
    moves: { a: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'it stays for thirty minutes after its last request',
    scene: served(requestedAgo(29)),
    againInMs: MINUTE_MS,
  },
  {
    promise: 'a request of a moment ago is looked at again in three minutes',
    scene: served(requestedAgo(0)),
    againInMs: 3 * MINUTE_MS,
  },
  {
    promise: 'all of its instances go at once',
    scene: served({}, { instances: [READY, instance('b', 'v1', 'ready', READY_LONG_AGO)] }),
    moves: { a: 'draining', b: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'thirty minutes of observation follow the deployment (S3-59)',
    scene: served(
      {},
      { versions: [version(1, { spec: LOW_COST, deployment: { finishedAt: at - 29 * MINUTE_MS } })] },
    ),
    againInMs: MINUTE_MS,
  },
  {
    promise: 'an instance that got ready later is observed as long',
    scene: served({}, { instances: [instance('a', 'v1', 'ready', { readyAt: at - 29 * MINUTE_MS })] }),
    againInMs: MINUTE_MS,
  },
  {
    promise: 'a version with a minimum of one never sleeps while it has traffic',
    scene: served({}, { versions: [version(1)] }),
  },
  {
    promise: 'one that sleeps sleeps on',
    scene: asleep(),
  },
  {
    promise: 'the first request wakes one instance',
    scene: asleep({ observed: { askedAt: new Map([['v1', at]]) } }),
    created: { v1: 1 },
    againInMs: 30 * MINUTE_MS,
  },
  {
    promise: 'what the gateway refused or turned away by itself wakes nothing',
    scene: asleep({ observed: requestedAgo(0) }),
  },
  {
    promise: 'a version that sleeps and loses its traffic sleeps on',
    scene: asleep({
      shares: { v2: 100 },
      versions: [version(1, { spec: LOW_COST }), version(2)],
      instances: [instance('b', 'v2', 'ready')],
      observed: {
        routes: savedRoutes({ v2: 100 }, { v2: ['b'] }),
        versionStatuses: new Map([
          status('v1', { wantedInstances: 0, trafficLostAt: at - 1_000, scaling: NOTED }),
        ]),
      },
    }),
  },
  {
    promise: 'one that sleeps and is given traffic is started before it is served',
    scene: asleep({
      versions: [version(1, { spec: LOW_COST }), version(2)],
      instances: [instance('b', 'v2', 'ready')],
      observed: { routes: savedRoutes({ v2: 100 }, { v2: ['b'] }) },
    }),
    created: { v1: 1 },
  },
  {
    promise: 'in 多版本并行 mode a version without traffic sleeps by the same rule',
    scene: {
      service: { releaseMode: 'parallel' },
      shares: { v1: 100 },
      versions: [version(1), version(2, { spec: LOW_COST })],
      instances: [instance('a', 'v1', 'ready'), instance('b', 'v2', 'ready', READY_LONG_AGO)],
    },
    moves: { b: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'a visit of a version without traffic puts off its going offline',
    scene: {
      shares: { v1: 100 },
      versions: [version(1), version(2)],
      instances: [instance('a', 'v1', 'ready'), instance('b', 'v2', 'ready')],
      observed: {
        lastRequestAt: new Map([['v2', at - 29 * MINUTE_MS]]),
        versionStatuses: new Map([status('v2', { trafficLostAt: at - 50 * MINUTE_MS })]),
      },
    },
    againInMs: MINUTE_MS,
  },
  {
    promise: 'an update of a version that sleeps lets it sleep while it is prepared',
    scene: asleep({
      versions: [
        deploying(1, {
          spec: LOW_COST,
          hasSucceeded: true,
          snapshotNumber: 2,
          deployment: { kind: 'redeploy', state: 'running', createdAt: at - 10_000, finishedAt: null },
        }),
      ],
    }),
    activities: ['prepare-image d1'],
  },
];

testRows(ROWS);

const BOTH = [version(1, { spec: LOW_COST }), version(2, { spec: LOW_COST })];
const HALVES = { v1: 50, v2: 50 };

function halves(observed: Partial<ObservedService>, instances: Scene['instances'] = []): Scene {
  const statuses = new Map([ASLEEP, status('v2')]);
  const routes = savedRoutes(HALVES, { v2: ['b'] }, { generation: 5 });
  return {
    shares: HALVES,
    versions: BOTH,
    instances: [instance('b', 'v2', 'ready'), ...instances],
    observed: {
      routes,
      versionStatuses: statuses,
      lastRequestAt: new Map([['v2', at]]),
      ...observed,
    },
  };
}

test('a version that sleeps keeps its share, asleep and on its way up', () => {
  assert.deepEqual(carriedShares(planOf(halves({}))), HALVES);
  const askedAt = new Map([['v1', at]]);
  assert.deepEqual(carriedShares(planOf(halves({ askedAt }))), HALVES);
  const starting = [instance('a', 'v1', 'starting')];
  assert.deepEqual(carriedShares(planOf(halves({ askedAt }, starting))), HALVES);
});

test('a version that crashed gives its share away, asked for or not', () => {
  const crashed = [instance('a', 'v1', 'ready', {}, { container: exited(1) })];
  const askedAt = new Map([['v1', at]]);
  const versionStatuses = new Map([status('v1'), status('v2')]);
  assert.deepEqual(carriedShares(planOf(halves({ askedAt, versionStatuses }, crashed))), { v2: 100 });
});

test('a version that sleeps is 正常, can be waited for, and says so', () => {
  const plan = planOf(asleep());
  const [told] = plan.versionStatuses;
  assert.deepEqual(told?.state, { kind: 'normal' });
  assert.equal(told?.scaling?.reason, 'idle');
  assert.equal(plan.routes?.versions[0]?.isWakeable, true);
  assert.deepEqual(carriedShares(plan), { v1: 100 });
});

test('when it sleeps is told once it is quiet, and not while it is in use', () => {
  const sleepsAt = (minutes: number) =>
    planOf(served(requestedAgo(minutes))).versionStatuses[0]?.scaling?.sleepsAt;
  assert.equal(sleepsAt(1), null);
  assert.equal(sleepsAt(10), at + 20 * MINUTE_MS);
});

test('why an instance went is noted with it', () => {
  const [idle] = planOf(served({})).changed;
  assert.equal(idle?.instance.stopReason, 'idle');
});
