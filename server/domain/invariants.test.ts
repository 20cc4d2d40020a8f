// Each promise can be seen to be broken; else a property test over them would prove nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokenAtAnyTime, brokenAtRest, type ServiceFacts } from '#server/domain/invariants.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

const V1 = {
  id: 'v1',
  number: 1,
  snapshotNumber: 1,
  succeededAt: 1,
  deletedAt: null,
  replicas: 1,
  isAsleep: false,
};
const V2 = { ...V1, id: 'v2', number: 2 };
const A = { id: 'a', versionId: 'v1', snapshotNumber: 1, state: 'ready' } as const;
const FIRST = {
  versionId: 'v1',
  kind: 'new-version',
  snapshotNumber: 1,
  fromSnapshotNumber: null,
  state: 'succeeded',
} as const;

function percent(shares: Record<string, number>): TrafficPolicy {
  const rows = Object.entries(shares).map(([versionId, share]) => ({ versionId, percent: share }));
  return { mode: 'percent', shares: rows };
}

/** Version → does it answer? */
function routes(traffic: TrafficPolicy, answers: Record<string, boolean>): ServiceRoutes {
  const of = { serviceId: 's', serviceName: 's', environmentId: 'e', generation: 5, host: 's-1' };
  const versions = Object.entries(answers).map(([versionId, isReady]) => ({
    versionId,
    versionName: versionId,
    testHost: versionId,
    isWakeable: true,
    instances: isReady ? [{ instanceId: 'a', host: '127.0.0.1', port: 80, isDraining: false }] : [],
  }));
  return { ...of, isPaused: false, traffic, versions };
}

const SOUND: ServiceFacts = {
  service: { generation: 5, lastVersionNumber: 2 },
  policy: percent({ v1: 100 }),
  routes: routes(percent({ v1: 100 }), { v1: true, v2: false }),
  versions: [V1, V2],
  snapshots: [
    { versionId: 'v1', number: 1 },
    { versionId: 'v2', number: 1 },
  ],
  deployments: [FIRST, { ...FIRST, versionId: 'v2' }],
  instances: [A],
};

test('a service at rest breaks nothing', () => {
  assert.deepEqual(brokenAtRest(SOUND, ['a']), []);
});

const AT_ANY_TIME: [string, Partial<ServiceFacts>][] = [
  ['shares that do not sum to 100', { policy: percent({ v1: 60, v2: 30 }) }],
  ['traffic for a deleted version', { versions: [{ ...V1, deletedAt: 1 }, V2] }],
  ['traffic for one that never came live', { versions: [{ ...V1, succeededAt: null }, V2] }],
  ['a rule that leads to nobody', { policy: { mode: 'rules', rules: [], defaultVersionId: 'v9' } }],
  ['a number used twice', { versions: [V1, { ...V2, number: 1 }] }],
  ['a number that was not counted', { service: { generation: 5, lastVersionNumber: 1 } }],
  ['a version whose snapshot is gone', { snapshots: [{ versionId: 'v1', number: 1 }] }],
  [
    'an update that failed and serves',
    {
      versions: [{ ...V1, snapshotNumber: 2 }, V2],
      snapshots: [...SOUND.snapshots, { versionId: 'v1', number: 2 }],
      deployments: [...SOUND.deployments, { ...FIRST, kind: 'redeploy', snapshotNumber: 2, state: 'failed' }],
    },
  ],
  [
    'an update from a snapshot that is not there',
    { deployments: [...SOUND.deployments, { ...FIRST, kind: 'redeploy', fromSnapshotNumber: 7 }] },
  ],
  [
    'two deployments at a time',
    {
      deployments: [
        ...SOUND.deployments,
        ...[FIRST, FIRST].map((one) => ({ ...one, state: 'running' as const })),
      ],
    },
  ],
  ['an instance of no snapshot', { instances: [A, { ...A, id: 'b', snapshotNumber: 2 }] }],
  [
    'requests for a version that cannot answer beside one that can',
    { routes: routes(percent({ v1: 50, v2: 50 }), { v1: true, v2: false }) },
  ],
];

for (const [what, change] of AT_ANY_TIME) {
  test(`told at any time: ${what}`, () => {
    assert.notDeepEqual(brokenAtAnyTime({ ...SOUND, ...change }), []);
  });
}

const AT_REST: [string, Partial<ServiceFacts>, string[]][] = [
  ['a deployment that never ends', { deployments: [{ ...FIRST, state: 'running' }] }, ['a']],
  ['a version with traffic and without an instance', { instances: [] }, []],
  [
    'an instance of what no longer serves',
    { instances: [A, { ...A, id: 'b', snapshotNumber: 2 }] },
    ['a', 'b'],
  ],
  ['one instance too many', { instances: [A, { ...A, id: 'b' }] }, ['a', 'b']],
  ['a process that no row speaks of', {}, ['a', 'stray']],
  ['a row without its process', {}, []],
  [
    'routes that carry another policy',
    { routes: routes(percent({ v2: 100 }), { v1: true, v2: true }) },
    ['a'],
  ],
  ['routes of an older generation', { service: { generation: 6, lastVersionNumber: 2 } }, ['a']],
];

for (const [what, change, running] of AT_REST) {
  test(`told at rest: ${what}`, () => {
    assert.notDeepEqual(brokenAtRest({ ...SOUND, ...change }, running), []);
  });
}
