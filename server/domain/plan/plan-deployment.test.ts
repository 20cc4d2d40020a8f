// Tables: how a deployment goes, and what ends it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ObservedInstance } from '#server/domain/plan/observed.ts';
import {
  activities,
  at,
  created,
  deploying,
  exited,
  instance,
  planOf,
  type Scene,
  savedRoutes,
  stepAfter,
  version,
} from '#server/domain/plan/plan-fixture.ts';

const LATE = { startedAt: at - 152_000 };
const TWO = { replicaMode: 'high-availability', minReplicas: 2 } as const;

type Row = {
  promise: string;
  scene: Scene;
  /** The step under way; `all` when all are finished. */
  step: string;
  created?: number;
  activities?: string[];
  isReady?: boolean;
};

function crashes(count: number, agoMs = 5_000): ObservedInstance[] {
  return Array.from({ length: count }, (_, i) =>
    instance(`x${i}`, 'v2', 'exited', { stoppedAt: at - agoMs - i, exitCode: 1 }),
  );
}

/** A deployment of v2 whose image is there. */
function begun(...instances: ObservedInstance[]): Scene {
  return { versions: [deploying(2)], finished: { d2: 'image' }, instances };
}

function succeeded(servedRevision: number): Scene {
  const scene: Scene = {
    shares: { v2: 100 },
    versions: [version(2, { deployment: { finishedAt: at } })],
    finished: { d2: 'ready' },
    instances: [instance('a', 'v2', 'ready')],
  };
  const routes = savedRoutes({ v2: 100 }, { v2: ['a'] }, { generation: 5 });
  return { ...scene, observed: { routes, workers: [{ servedRevision, inFlight: {} }] } };
}

const ROWS: Row[] = [
  {
    promise: 'a deployment waits until the machine was read',
    scene: { versions: [deploying(2)], observed: { capacity: null } },
    step: 'check running',
  },
  {
    promise: 'a deployment that fits goes on to its image',
    scene: { versions: [deploying(2)] },
    step: 'image running',
    activities: ['prepare-image d2'],
  },
  {
    promise: 'more cores than the machine has are refused',
    scene: { versions: [deploying(2, { spec: { cpu: 4, memoryGb: 8 } })] },
    step: 'check running',
    activities: ['fail d2 quota_fail'],
  },
  {
    promise: 'memory is not given twice',
    scene: {
      versions: [deploying(2, { spec: { ...TWO, cpu: 1, memoryGb: 4 } })],
      observed: {
        capacity: { cpuTotal: 8, cpuMax: 2, memoryTotalGb: 8, cpuUsed: 0.5, memoryUsedGb: 0.5 },
      },
    },
    step: 'check running',
    activities: ['fail d2 quota_fail'],
  },
  {
    promise: 'an image that is nowhere fails the deployment',
    scene: {
      versions: [deploying(2)],
      observed: {
        images: new Map([
          ['d2', { kind: 'failed', step: 'image', code: 'image_pull_fail', params: {}, logTail: [] }],
        ]),
      },
    },
    step: 'image running',
    activities: ['fail d2 image_pull_fail'],
  },
  {
    promise: 'with the image there, instances are created',
    scene: { versions: [deploying(2)], observed: { images: new Map([['d2', { kind: 'present' }]]) } },
    step: 'start running',
    created: 1,
  },
  {
    promise: 'a deployer that was killed does not ask for the image again',
    scene: begun(),
    step: 'start running',
    created: 1,
  },
  {
    promise: 'what became scarce since the check is refused before anything starts',
    scene: {
      ...begun(),
      observed: { capacity: { cpuTotal: 8, cpuMax: 2, memoryTotalGb: 8, cpuUsed: 7.75, memoryUsedGb: 2 } },
    },
    step: 'start running',
    activities: ['fail d2 quota_fail'],
  },
  {
    promise: 'an instance on its way is waited for',
    scene: begun(instance('a', 'v2', 'creating')),
    step: 'start running',
    activities: ['start a'],
  },
  {
    promise: 'an instance that the engine does not get started in the window fails the deployment',
    scene: begun(instance('a', 'v2', 'creating', { createdAt: at - 152_000 })),
    step: 'start running',
    activities: ['fail d2 engine_unavailable', 'start a'],
  },
  {
    promise: 'a started instance is probed',
    scene: begun(instance('a', 'v2', 'starting')),
    step: 'ready running',
    activities: ['probe a'],
  },
  {
    promise: 'one ready instance of two is not enough',
    scene: {
      ...begun(instance('a', 'v2', 'ready'), instance('b', 'v2', 'starting')),
      versions: [deploying(2, { spec: TWO })],
    },
    step: 'ready running',
    activities: ['probe b'],
  },
  {
    promise: 'all instances ready: the deployment is ready',
    scene: begun(instance('a', 'v2', 'starting', {}, { probe: { kind: 'ready' } })),
    step: 'ready running',
    isReady: true,
  },
  {
    promise: 'a refused start fails the deployment',
    scene: begun(
      instance('a', 'v2', 'creating', {}, { startError: { code: 'start_refused', message: 'no' } }),
    ),
    step: 'start running',
    activities: ['fail d2 start_fail'],
  },
  {
    promise: 'an image that vanished before the start fails the deployment',
    scene: begun(
      instance('a', 'v2', 'creating', {}, { startError: { code: 'image_missing', message: 'no' } }),
    ),
    step: 'start running',
    activities: ['fail d2 image_pull_fail'],
  },
  {
    promise: 'the first exit is followed by another start',
    scene: begun(...crashes(1)),
    step: 'start running',
    created: 1,
  },
  {
    promise: 'the second exit is followed by another start after a pause',
    scene: begun(...crashes(2, 10)),
    step: 'start running',
  },
  {
    promise: 'the third exit fails the deployment',
    scene: begun(...crashes(3)),
    step: 'ready running',
    activities: ['fail d2 exited_later'],
  },
  {
    promise: 'exits before the deployment do not count',
    scene: begun(
      ...crashes(2),
      instance('old', 'v2', 'exited', { createdAt: at - 20_000, stoppedAt: at - 15_000 }),
    ),
    step: 'start running',
    created: 1,
  },
  {
    promise: 'with two instances each may end twice',
    scene: { ...begun(...crashes(4)), versions: [deploying(2, { spec: TWO })] },
    step: 'start running',
    created: 2,
  },
  {
    promise: 'an instance that is late is looked into',
    scene: begun(instance('a', 'v2', 'starting', LATE, { probe: { kind: 'refused' } })),
    step: 'ready running',
    activities: ['fail d2 late', 'probe a'],
  },
  {
    promise: 'an instance that is late is probed once more after a restart of the deployer',
    scene: begun(instance('a', 'v2', 'starting', LATE)),
    step: 'ready running',
    activities: ['probe a'],
  },
  {
    promise: 'a silent engine is waited for',
    scene: { ...begun(), observed: { engine: { isListed: true, downSince: at - 151_000 } } },
    step: 'start running',
  },
  {
    promise: 'an engine that is silent for longer than the window fails the deployment',
    scene: { ...begun(), observed: { engine: { isListed: true, downSince: at - 152_000 } } },
    step: 'start running',
    activities: ['fail d2 engine_unavailable'],
  },
  {
    promise: 'a version that is ready waits for the gateways',
    scene: succeeded(6),
    step: 'route running',
  },
  {
    promise: 'once every gateway serves it, a deployment is through',
    scene: succeeded(7),
    step: 'all',
  },
  {
    promise: 'a version that is deleted before every gateway serves it leaves no step under way',
    scene: { ...succeeded(6), versions: [version(2, { isDeleted: true })] },
    step: 'all',
  },
  {
    promise: 'the step that failed is marked',
    scene: { ...begun(), versions: [version(2, { deployment: { state: 'failed' } })] },
    step: 'start failed',
  },
];

for (const row of ROWS) {
  test(row.promise, () => {
    const result = planOf(row.scene);
    assert.equal(stepAfter(row.scene, result, 'd2'), row.step);
    assert.equal(created(result).v2 ?? 0, row.created ?? 0);
    assert.deepEqual(
      activities(result).filter((text) => !text.startsWith('stop x')),
      row.activities ?? [],
    );
    assert.deepEqual(result.readyDeployments, row.isReady ? ['d2'] : []);
  });
}

test('a refusal for lack of room says what is free', () => {
  const [fail] = planOf({
    versions: [deploying(2, { spec: { ...TWO, cpu: 2, memoryGb: 4 } })],
    observed: { capacity: { cpuTotal: 8, cpuMax: 2, memoryTotalGb: 7.8, cpuUsed: 1, memoryUsedGb: 2.5 } },
  }).activities;
  assert.deepEqual(fail, {
    kind: 'fail',
    deploymentId: 'd2',
    verdict: {
      kind: 'failed',
      code: 'quota_fail',
      params: { cpuFree: 2, memoryFreeGb: 5.3, cpu: 2, memoryGb: 4, replicas: 2 },
      instanceId: null,
    },
  });
});

test('an exit for lack of memory is told as such, with the instance whose log explains it', () => {
  const container = { ...exited(137), isOutOfMemory: true };
  const last = instance('last', 'v2', 'ready', {}, { container });
  const [fail] = planOf(begun(...crashes(2), last)).activities;
  assert.deepEqual(fail?.kind === 'fail' && fail.verdict, {
    kind: 'failed',
    code: 'out_of_memory',
    params: { memoryGb: 1, times: 3 },
    instanceId: 'last',
  });
});
