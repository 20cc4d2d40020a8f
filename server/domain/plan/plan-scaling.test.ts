// Tables: how many instances a version has by the operation mode of its service, by load and by what fits (console-spec 6).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DesiredVersion } from '#server/domain/plan/desired.ts';
import type { ObservedInstance, ObservedService } from '#server/domain/plan/observed.ts';
import {
  at,
  created,
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
import { DEFAULT_SCALE_SETTINGS, type ScaleSettings, type TimerRule } from '#server/domain/scale-settings.ts';
import type { VersionLoad } from '#server/domain/scaling.ts';

const LOW_COST = { replicaMode: 'low-cost', minReplicas: 0 } as const;
/** 2023-11-15, 06:13 in Shanghai; `at` of all tests. */
const BEFORE_EIGHT_MS = 107 * 60_000 - 20_000;
const MORNING = at + BEFORE_EIGHT_MS;

function settings(mode: ScaleSettings['mode'], more: Partial<ScaleSettings> = {}): ScaleSettings {
  return { ...DEFAULT_SCALE_SETTINGS, mode, ...more };
}

const WINDOW: TimerRule = {
  cycle: 'daily',
  days: [],
  startDate: null,
  endDate: null,
  startTime: '06:00',
  endTime: '11:15',
  replicas: 3,
  isOn: true,
};
const TIMED = settings('custom', { timers: [WINDOW] });

/** One version with all traffic that is in use, and so many ready instances of it. */
function serving(
  ready: number,
  scaling: ScaleSettings,
  more: {
    version?: DesiredVersion;
    observed?: Partial<ObservedService>;
    instances?: ObservedInstance[];
  } = {},
): Scene {
  const there = Array.from({ length: ready }, (_, index) =>
    instance(`i${index}`, 'v1', 'ready', { createdAt: at - 9_000 + index }),
  );
  return {
    service: { scaling },
    shares: { v1: 100 },
    versions: [more.version ?? version(1)],
    instances: [...there, ...(more.instances ?? [])],
    observed: {
      routes: savedRoutes({ v1: 100 }, { v1: there.map(({ instance }) => instance.id) }, { generation: 5 }),
      lastRequestAt: new Map([['v1', at]]),
      versionStatuses: new Map([status('v1', { wantedInstances: ready })]),
      ...more.observed,
    },
  };
}

/** All slots of ten minutes say the same. */
function steady(instances: number, inFlight: number): Partial<ObservedService> {
  const slots = Array.from({ length: 70 }, () => ({ instances, cpu: 0.01 * instances, memory: 0, inFlight }));
  const load: VersionLoad = { endsAt: at - 3_000, slotMs: 10_000, slots };
  return { loads: new Map([['v1', load]]) };
}

const BY_TEN = settings('alwaysScale', { inFlightTarget: 10 });

const BY_REQUESTS = { reason: 'requests', short: 0, free: null, sleepsAt: null } as const;

function manual(count: number, stopped: string[] = []): DesiredVersion {
  return version(1, { manual: { count, stopped, updatedAt: at - 1_000 } });
}

const ROWS: PlanRow[] = [
  {
    promise: 'S3-17: load that lasts brings more instances',
    scene: serving(1, BY_TEN, { observed: steady(1, 42) }),
    created: { v1: 4 },
  },
  {
    promise: 'and its end lets them go, the youngest first',
    scene: serving(3, BY_TEN, { observed: steady(3, 12) }),
    moves: { i2: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'never below the minimum',
    scene: serving(2, BY_TEN, { observed: steady(2, 0), version: version(1, { spec: { minReplicas: 2 } }) }),
  },
  {
    promise: 'never above the maximum',
    scene: serving(1, BY_TEN, {
      observed: steady(1, 900),
      version: version(1, { spec: { maxReplicas: 3 } }),
    }),
    created: { v1: 2 },
  },
  {
    promise: 'a deployer that has measured nothing yet leaves as many as the load called for',
    scene: serving(4, BY_TEN, {
      observed: { versionStatuses: new Map([status('v1', { wantedInstances: 4, scaling: BY_REQUESTS })]) },
    }),
  },
  {
    promise: 'and lets those go that were there for a minimum which is lower now',
    scene: serving(2, BY_TEN),
    moves: { i1: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: '持续运行 keeps the minimum whatever the load',
    scene: serving(1, settings('noScale', { inFlightTarget: 10 }), { observed: steady(1, 500) }),
  },
  {
    promise: '持续运行 never sleeps, also with a minimum of 0',
    scene: serving(1, settings('noScale'), {
      version: version(1, { spec: LOW_COST }),
      observed: { lastRequestAt: new Map() },
    }),
  },
  {
    promise: '白天持续运行，夜间自动扩缩容: at night a version that nobody asks for goes to zero',
    scene: serving(0, settings('condScale'), {
      observed: { lastRequestAt: new Map() },
      instances: [instance('a', 'v1', 'ready', { readyAt: at - 3_000_000 })],
    }),
    moves: { a: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'and is asked about again when the day begins',
    scene: serving(0, settings('condScale'), {
      observed: {
        lastRequestAt: new Map(),
        versionStatuses: new Map([status('v1', { wantedInstances: 0 })]),
      },
    }),
    againInMs: BEFORE_EIGHT_MS,
  },
  {
    promise: 'at eight it is started',
    scene: {
      ...serving(0, settings('condScale'), {
        observed: { versionStatuses: new Map([status('v1', { wantedInstances: 0 })]) },
      }),
      now: MORNING,
    },
    created: { v1: 1 },
    againInMs: 16 * 3_600_000,
  },
  {
    promise: '自定义: within the window of a timer rule the minimum is its number (1.13)',
    scene: serving(1, TIMED),
    created: { v1: 2 },
    againInMs: 5 * 3_600_000 + 100_000,
  },
  {
    promise: 'load still raises it up to the maximum',
    scene: serving(3, { ...TIMED, inFlightTarget: 10 }, { observed: steady(3, 47) }),
    created: { v1: 2 },
    againInMs: 5 * 3_600_000 + 100_000,
  },
  {
    promise: 'a timer rule does not go beyond the maximum of the version',
    scene: serving(1, TIMED, { version: version(1, { spec: { maxReplicas: 2 } }) }),
    created: { v1: 1 },
    againInMs: 5 * 3_600_000 + 100_000,
  },
  {
    promise: 'a timer rule starts a version that sleeps',
    scene: serving(0, TIMED, {
      version: version(1, { spec: LOW_COST }),
      observed: {
        lastRequestAt: new Map(),
        versionStatuses: new Map([status('v1', { wantedInstances: 0 })]),
      },
    }),
    created: { v1: 3 },
    againInMs: 5 * 3_600_000 + 100_000,
  },
  {
    promise: 'timer rules count in 自定义 only',
    scene: serving(1, settings('alwaysScale', { timers: [WINDOW] })),
  },
  {
    promise: '手动启停实例: as many as were started by hand',
    scene: serving(1, settings('manualScale'), { version: manual(3) }),
    created: { v1: 2 },
  },
  {
    promise: 'the one that was stopped by hand goes, not the youngest',
    scene: serving(3, settings('manualScale'), { version: manual(2, ['i0']) }),
    moves: { i0: 'draining' },
    againInMs: 30_000,
  },
  {
    promise: 'after the last one is stopped a request wakes nothing',
    scene: serving(0, settings('manualScale'), {
      version: manual(0),
      observed: {
        askedAt: new Map([['v1', at]]),
        versionStatuses: new Map([status('v1', { wantedInstances: 0 })]),
      },
    }),
  },
  {
    promise: 'a version that nothing was done to by hand has its minimum',
    scene: serving(0, settings('manualScale')),
    created: { v1: 1 },
  },
  {
    promise: 'an update keeps as many as the load called for',
    scene: serving(3, BY_TEN, {
      observed: steady(3, 28),
      version: deploying(1, {
        hasSucceeded: true,
        snapshotNumber: 2,
        deployment: { kind: 'redeploy', state: 'running', createdAt: at - 10_000, finishedAt: null },
      }),
    }),
    activities: ['prepare-image d1'],
  },
];

testRows(ROWS);

test('one of three that crashes again and again is replaced at a growing distance, and the others stay', () => {
  const ends = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      instance(`x${index}`, 'v1', 'exited', { stoppedAt: at - 1_000 * (count - index) - 500 }),
    );
  const three = { ...version(1, { spec: { minReplicas: 3 } }) };
  const crashed = instance('bad', 'v1', 'ready', {}, { container: exited(1) });
  const after = (failures: number) =>
    planOf(serving(2, BY_TEN, { version: three, instances: [...ends(failures), crashed] }));
  assert.deepEqual(created(after(0)), { v1: 1 });
  assert.deepEqual(created(after(8)), {});
  assert.deepEqual(
    after(8).changed.map(({ instance: row }) => [row.id, row.state]),
    [['bad', 'exited']],
  );
});

test('of more than fit so many are started as do, and the rest is said', () => {
  const capacity = { cpuTotal: 2, cpuMax: 2, memoryTotalGb: 4, cpuUsed: 0.5, memoryUsedGb: 1 };
  const plan = planOf(serving(1, BY_TEN, { observed: { ...steady(1, 95), capacity } }));
  assert.deepEqual(created(plan), { v1: 3 });
  const [told] = plan.versionStatuses;
  assert.deepEqual(told?.scaling, {
    reason: 'requests',
    short: 6,
    free: { cpu: 1.5, memoryGb: 3 },
    sleepsAt: null,
  });
});

test('two versions of a service do not get the same room twice', () => {
  const capacity = { cpuTotal: 2, cpuMax: 2, memoryTotalGb: 4, cpuUsed: 1.5, memoryUsedGb: 1 };
  const plan = planOf({
    shares: { v1: 50, v2: 50 },
    versions: [version(1), version(2)],
    observed: { capacity },
  });
  assert.deepEqual(created(plan), { v1: 1 });
  assert.deepEqual(
    plan.versionStatuses.map(({ scaling }) => scaling?.short),
    [0, 1],
  );
});

test('after the last instance was stopped by hand a version is refused, not waited for', () => {
  const [routed] = planOf(serving(0, settings('manualScale'), { version: manual(0) })).routes?.versions ?? [];
  assert.equal(routed?.isWakeable, false);
});

test('what was stopped on its way up is no failure', () => {
  const dismissed = instance('x', 'v1', 'removed', { readyAt: null, stopReason: 'scaled-in' });
  const [told] = planOf(serving(0, BY_TEN, { instances: [dismissed] })).versionStatuses;
  assert.deepEqual(told?.state, { kind: 'starting' });
});

test('an update is through once as many are replaced as the load called for', () => {
  const made = { snapshotNumber: 2 };
  const deployment = {
    kind: 'redeploy',
    state: 'running',
    createdAt: at - 10_000,
    finishedAt: null,
  } as const;
  const plan = planOf({
    ...serving(2, BY_TEN, {
      observed: { ...steady(3, 28), versionStatuses: new Map([status('v1', { wantedInstances: 3 })]) },
      version: deploying(1, { hasSucceeded: true, ...made, deployment }),
      instances: [instance('n', 'v1', 'ready', made)],
    }),
    finished: { d1: 'image' },
  });
  assert.deepEqual(plan.readyDeployments, []);
  assert.deepEqual(created(plan), { v1: 1 });
});
