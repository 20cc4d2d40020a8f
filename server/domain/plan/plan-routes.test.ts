// Tables and properties: which shares and instances the routes carry.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  at,
  carriedShares,
  deploying,
  exited,
  instance,
  planOf,
  type Scene,
  savedRoutes,
  sharesOf,
  status,
  version,
} from '#server/domain/plan/plan-fixture.ts';
import { scaleTo100 } from '#server/domain/plan/shares.ts';
import { sumOfShares } from '#server/domain/traffic.ts';

const BOTH = [version(1), version(2)];
const READY = { v1: instance('a', 'v1', 'ready'), v2: instance('b', 'v2', 'ready') };

type Row = {
  promise: string;
  scene: Scene;
  shares: Record<string, number>;
  /** 5 is the service's own, 4 that of the routes before. */
  generation: number;
};

const ROWS: Row[] = [
  {
    promise: 'a policy whose versions are ready is carried at once',
    scene: {
      shares: { v1: 80, v2: 20 },
      versions: BOTH,
      instances: [READY.v1, READY.v2],
      observed: { routes: savedRoutes({ v1: 100 }) },
    },
    shares: { v1: 80, v2: 20 },
    generation: 5,
  },
  {
    promise: 'a policy waits for a version that is still starting',
    scene: {
      shares: { v2: 100 },
      versions: BOTH,
      instances: [READY.v1, instance('b', 'v2', 'starting')],
      observed: { routes: savedRoutes({ v1: 100 }) },
    },
    shares: { v1: 100 },
    generation: 4,
  },
  {
    promise: 'a policy does not wait where the versions before it cannot answer either',
    scene: { shares: { v2: 100 }, versions: BOTH, observed: { routes: savedRoutes({ v1: 100 }) } },
    shares: { v2: 100 },
    generation: 5,
  },
  {
    promise: 'a version that crashed gives its share to the others for as long',
    scene: {
      shares: { v1: 50, v2: 50 },
      versions: BOTH,
      instances: [READY.v1, instance('b', 'v2', 'ready', {}, { container: exited(1) })],
      observed: { routes: savedRoutes({ v1: 50, v2: 50 }, {}, { generation: 5 }) },
    },
    shares: { v1: 100 },
    generation: 5,
  },
  {
    promise: 'of a policy without predecessors the version that can answer takes all',
    scene: { shares: { v1: 30, v2: 70 }, versions: BOTH, instances: [READY.v1] },
    shares: { v1: 100 },
    generation: 0,
  },
  {
    promise: 'a version that came back has its own share again',
    scene: {
      shares: { v1: 50, v2: 50 },
      versions: BOTH,
      instances: [READY.v1, READY.v2],
      observed: { routes: savedRoutes({ v1: 100 }, {}, { generation: 5 }) },
    },
    shares: { v1: 50, v2: 50 },
    generation: 5,
  },
  {
    promise: 'a service whose only version crashed keeps its policy',
    scene: {
      shares: { v1: 100 },
      versions: BOTH,
      observed: { routes: savedRoutes({ v1: 100 }, {}, { generation: 5 }) },
    },
    shares: { v1: 100 },
    generation: 5,
  },
  {
    promise: 'a version at 0 % stands in for nobody',
    scene: { shares: { v1: 100 }, versions: BOTH, instances: [READY.v2] },
    shares: { v1: 100 },
    generation: 5,
  },
  {
    promise: 'a service without a policy gives nothing to anybody',
    scene: { versions: BOTH, instances: [READY.v1] },
    shares: {},
    generation: 5,
  },
];

for (const row of ROWS) {
  test(row.promise, () => {
    const result = planOf(row.scene);
    assert.deepEqual(carriedShares(result), row.shares);
    assert.equal(result.routes?.generation, row.generation);
  });
}

test('the test address of a version under deployment reaches it as soon as it is ready', () => {
  const before = planOf({ versions: [deploying(2)], instances: [instance('b', 'v2', 'starting')] });
  assert.deepEqual(before.routes?.versions, []);
  const after = planOf({ versions: [deploying(2)], instances: [READY.v2] });
  assert.deepEqual(after.routes?.versions, [
    {
      versionId: 'v2',
      versionName: 'shop-002',
      testHost: 'v002-shop-abc123',
      isWakeable: false,
      instances: [{ instanceId: 'b', host: '10.0.0.1', port: 80, isDraining: false }],
    },
  ]);
});

test('a version that sleeps keeps its test address', () => {
  const { routes } = planOf({ versions: [version(1)], shares: { v1: 100 } });
  assert.deepEqual(
    routes?.versions.map(({ testHost, instances }) => [testHost, instances]),
    [['v001-shop-abc123', []]],
  );
});

test('an instance that drains stays in the routes as draining, one that stops does not', () => {
  const { routes } = planOf({
    versions: [version(2, { isDeleted: true })],
    instances: [READY.v2, instance('c', 'v2', 'stopping')],
  });
  assert.deepEqual(
    routes?.versions.flatMap(({ instances }) =>
      instances.map((entry) => [entry.instanceId, entry.isDraining]),
    ),
    [['b', true]],
  );
});

test('the routes of a deleted service are forgotten with its last instance', () => {
  const service = { isDeleted: true };
  const versions = [version(1, { isDeleted: true })];
  const observed = { routes: savedRoutes({}) };
  assert.ok(planOf({ service, versions, observed, instances: [instance('a', 'v1', 'stopping')] }).routes);
  assert.equal(planOf({ service, versions, observed }).routes, null);
});

test('when a version loses its traffic is remembered, until it has some again', () => {
  const routes = savedRoutes({ v1: 100 });
  const statuses = (shares: Record<string, number>, carried = routes, trafficLostAt: number | null = null) =>
    planOf({
      shares,
      versions: BOTH,
      instances: [READY.v1, READY.v2],
      observed: { routes: carried, versionStatuses: new Map([status('v1', { trafficLostAt })]) },
    }).versionStatuses.find(({ versionId }) => versionId === 'v1')?.trafficLostAt;
  assert.equal(statuses({ v2: 100 }), at);
  assert.equal(statuses({ v2: 100 }, savedRoutes({ v2: 100 }), at - 5_000), at - 5_000);
  assert.equal(statuses({ v1: 1, v2: 99 }, savedRoutes({ v2: 100 }), at - 5_000), null);
});

test('states: 创建中, 正常, 启动中, 异常, 已下线', () => {
  const kinds = (scene: Scene) => planOf(scene).versionStatuses.map(({ state }) => state.kind);
  assert.deepEqual(kinds({ versions: [deploying(1)] }), ['creating']);
  assert.deepEqual(kinds({ shares: { v1: 100 }, instances: [READY.v1] }), ['normal']);
  assert.deepEqual(kinds({ shares: { v1: 100 } }), ['starting']);
  assert.deepEqual(kinds({ shares: { v1: 100 }, instances: [instance('x', 'v1', 'exited')] }), ['abnormal']);
  assert.deepEqual(kinds({}), ['offline']);
});

const IDS = ['v1', 'v2', 'v3', 'v4'];

/** Percentages of some of the versions that sum to 100, or none at all. */
const arbitraryShares = fc
  .tuple(fc.subarray(IDS), fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 4, maxLength: 4 }))
  .map(([ids, weights]) =>
    Object.fromEntries(
      scaleTo100(ids.map((versionId, i) => ({ versionId, percent: weights[i] ?? 1 }))).map((share) => [
        share.versionId,
        share.percent,
      ]),
    ),
  );

test('shares sum to 100, and none is given to a version without a ready instance while another has one', () => {
  fc.assert(
    fc.property(
      fc.record({
        policy: arbitraryShares,
        carried: arbitraryShares,
        states: fc.array(fc.constantFrom('ready', 'starting', 'draining', 'exited', 'none'), {
          minLength: 4,
          maxLength: 4,
        }),
        isDeleted: fc.boolean(),
      }),
      ({ policy, carried, states, isDeleted }) => {
        const result = planOf({
          service: { isDeleted },
          shares: policy,
          versions: IDS.map((_, i) => version(i + 1)),
          instances: states.flatMap((state, i) =>
            state === 'none' ? [] : [instance(`i${i}`, IDS[i] ?? '', state as 'ready', { drainingAt: at })],
          ),
          observed: { routes: savedRoutes(carried), workers: [{ servedRevision: 0, inFlight: {} }] },
        });
        const traffic = result.routes?.traffic;
        const shares = traffic?.mode === 'percent' ? traffic.shares : [];
        if (shares.length > 0) assert.equal(sumOfShares(shares), 100);
        assert.ok(shares.every((share) => Number.isInteger(share.percent) && share.percent > 0));
        const ready = new Set(
          result.routes?.versions
            .filter(({ instances }) => instances.some((entry) => !entry.isDraining))
            .map(({ versionId }) => versionId),
        );
        const isUnanswered = shares.some(({ versionId }) => !ready.has(versionId));
        const couldAnswer = [...Object.keys(policy), ...Object.keys(carried)].some((id) => ready.has(id));
        assert.ok(!(isUnanswered && couldAnswer), JSON.stringify({ shares, ready: [...ready] }));
      },
    ),
  );
});

test('scaled shares keep their proportion to within one percent', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 10 }), (percents) => {
      const shares = sharesOf(Object.fromEntries(percents.map((percent, i) => [`v${i}`, percent])));
      const sum = sumOfShares(shares);
      const scaled = scaleTo100(shares);
      assert.equal(sumOfShares(scaled), 100);
      for (const { versionId, percent } of shares) {
        const got = scaled.find((share) => share.versionId === versionId)?.percent ?? 0;
        assert.ok(Math.abs(got - (percent * 100) / sum) < 1);
      }
    }),
  );
});
