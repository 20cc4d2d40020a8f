// A service of two versions to write tables of plans with. `at` is the fixed now of all tests.
import { type DeploymentStep, type StepName, stepNamesOf } from '#server/domain/deployment.ts';
import type { Instance } from '#server/domain/instance.ts';
import type { DesiredDeployment, DesiredService, DesiredVersion } from '#server/domain/plan/desired.ts';
import type { ObservedInstance, ObservedService, VersionStatus } from '#server/domain/plan/observed.ts';
import { newSteps } from '#server/domain/plan/steps.ts';
import { type Plan, plan } from '#server/domain/plan.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { DEFAULT_SCALE_SETTINGS } from '#server/domain/scale-settings.ts';
import { versionSpecSchema } from '#server/domain/spec.ts';
import { DEFAULT_TIMES, type Times } from '#server/domain/times.ts';
import type { Share } from '#server/domain/traffic.ts';

export const at = 1_700_000_000_000;

export type Scene = {
  service?: Partial<DesiredService>;
  shares?: Record<string, number>;
  versions?: DesiredVersion[];
  instances?: ObservedInstance[];
  observed?: Partial<Omit<ObservedService, 'instances' | 'steps'>>;
  /** Deployment → its steps as they are, in place of `finished`. */
  steps?: ObservedService['steps'];
  /** Deployment → its steps up to this one are finished. */
  finished?: Record<string, StepName | null>;
  now?: number;
  times?: Partial<Times>;
};

export function planOf(scene: Scene): Plan {
  return plan(desiredOf(scene), observedOf(scene), scene.now ?? at, { ...DEFAULT_TIMES, ...scene.times });
}

export function desiredOf(scene: Scene): DesiredService {
  return {
    id: 'service',
    name: 'shop',
    environmentId: 'environment',
    networkId: 'network',
    host: 'shop-abc123',
    releaseMode: 'standard',
    isPaused: false,
    keepsVisitors: false,
    isDeleted: false,
    generation: 5,
    policy: { mode: 'percent', shares: sharesOf(scene.shares ?? {}) },
    scaling: DEFAULT_SCALE_SETTINGS,
    versions: scene.versions ?? [version(1)],
    ...scene.service,
  };
}

export function observedOf(scene: Scene): ObservedService {
  return {
    engine: { isListed: true, downSince: null },
    routes: null,
    workers: [],
    versionStatuses: new Map(),
    askedAt: new Map(),
    lastRequestAt: new Map(),
    loads: new Map(),
    images: new Map(),
    capacity: { cpuTotal: 8, cpuMax: 2, memoryTotalGb: 8, cpuUsed: 0, memoryUsedGb: 0 },
    instances: scene.instances ?? [],
    steps:
      scene.steps ??
      new Map(
        Object.entries(scene.finished ?? {}).map(([id, last]) => [id, stepsUpTo(last, stepNames(scene, id))]),
      ),
    ...scene.observed,
  };
}

function stepNames(scene: Scene, deploymentId: string): StepName[] {
  const version = scene.versions?.find(({ deployment }) => deployment?.id === deploymentId);
  return stepNamesOf(version?.deployment?.kind ?? 'new-version', (version ?? { spec: spec() }).spec.source);
}

function stepsUpTo(last: StepName | null, names: readonly StepName[]): DeploymentStep[] {
  const steps = newSteps(names);
  const position = steps.findIndex((step) => step.name === last);
  return steps.map((step, index) => {
    if (index <= position) return { ...step, state: 'finished', startedAt: at - 1000, finishedAt: at - 500 };
    if (index > position + 1) return step;
    return { ...step, state: 'running', startedAt: at - 500 };
  });
}

export function sharesOf(percents: Record<string, number>): Share[] {
  return Object.entries(percents).map(([versionId, percent]) => ({ versionId, percent }));
}

/** Version `v<number>`, deployed an hour ago with success. */
export function version(
  number: number,
  more: Partial<Omit<DesiredVersion, 'deployment' | 'spec' | 'serving'>> & {
    deployment?: Partial<DesiredDeployment> | null;
    spec?: Parameters<typeof spec>[0];
    /** Snapshot 1 with this instead. */
    serving?: Parameters<typeof spec>[0];
  } = {},
): DesiredVersion {
  const { deployment, spec: specMore, serving: servingMore, ...rest } = more;
  return {
    id: `v${number}`,
    name: `shop-00${number}`,
    number,
    snapshotNumber: 1,
    spec: spec(specMore),
    serving: { snapshotNumber: 1, spec: spec(servingMore ?? specMore) },
    hasSucceeded: deployment !== null && (deployment?.state ?? 'succeeded') === 'succeeded',
    isDeleted: false,
    manual: null,
    deployment:
      deployment === null
        ? null
        : {
            id: `d${number}`,
            kind: 'new-version',
            state: 'succeeded',
            trafficStrategy: 'keep-zero',
            createdAt: at - 3_600_000,
            finishedAt: at - 3_590_000,
            failureCode: null,
            ...deployment,
          },
    ...rest,
  };
}

/** A version whose deployment began ten seconds ago. */
export function deploying(number: number, more: Parameters<typeof version>[1] = {}): DesiredVersion {
  const deployment = { state: 'running', createdAt: at - 10_000, finishedAt: null } as const;
  return version(number, { deployment, ...more });
}

export function spec(more: Partial<Parameters<typeof versionSpecSchema.parse>[0] & object> = {}) {
  return versionSpecSchema.parse({
    source: { kind: 'image', image: 'sample/hello:v1' },
    initialDelaySeconds: 2,
    // One that sleeps is a matter of tables of its own.
    replicaMode: 'high-availability',
    minReplicas: 1,
    ...more,
  });
}

/** Instance `id` of a version as row and container; `more` overrides what is observed of it. */
export function instance(
  id: string,
  versionId: string,
  state: Instance['state'],
  row: Partial<Instance> = {},
  more: Partial<Omit<ObservedInstance, 'instance'>> = {},
): ObservedInstance {
  const hasStarted = state !== 'creating';
  const wasReady =
    state === 'ready' || state === 'draining' || (state === 'stopping' && row.readyAt !== null);
  const hasEnded = state === 'exited' || state === 'removed';
  return {
    instance: {
      id,
      versionId,
      snapshotNumber: 1,
      state,
      host: hasStarted ? '10.0.0.1' : null,
      port: hasStarted ? 80 : null,
      cpu: 0.5,
      memoryGb: 1,
      createdAt: at - 9_000,
      startedAt: hasStarted ? at - 8_000 : null,
      readyAt: wasReady ? at - 5_000 : null,
      drainingAt: null,
      stoppedAt: hasEnded ? at - 100 : null,
      exitCode: null,
      isOutOfMemory: false,
      cutRequests: 0,
      stopReason: null,
      ...row,
    },
    container: hasStarted && !hasEnded ? running() : null,
    isStartUnderWay: false,
    startError: null,
    probe: null,
    health: null,
    isRelayed: false,
    ...more,
  };
}

export function running(): NonNullable<ObservedInstance['container']> {
  return {
    state: 'running',
    address: { host: '10.0.0.1', port: 80 },
    exitCode: null,
    isOutOfMemory: false,
    startedAt: at - 8_000,
    finishedAt: null,
  };
}

export function exited(exitCode: number): NonNullable<ObservedInstance['container']> {
  return { ...running(), state: 'exited', address: null, exitCode, finishedAt: at - 50 };
}

/** Routes as they were saved: shares, and instances by version (`!` before an id: draining). */
export function savedRoutes(
  percents: Record<string, number>,
  instances: Record<string, string[]> = {},
  more: Partial<ServiceRoutes> & { revision?: number } = {},
): NonNullable<ObservedService['routes']> {
  const { revision = 7, ...rest } = more;
  return {
    revision,
    document: {
      serviceId: 'service',
      serviceName: 'shop',
      environmentId: 'environment',
      generation: 4,
      host: 'shop-abc123',
      isPaused: false,
      traffic: { mode: 'percent', shares: sharesOf(percents) },
      versions: Object.entries(instances).map(([versionId, ids]) => ({
        versionId,
        versionName: versionId.replace('v', 'shop-00'),
        testHost: versionId.replace('v', 'v00').concat('-shop-abc123'),
        isWakeable: true,
        instances: ids.map((id) => ({
          instanceId: id.replace('!', ''),
          host: '10.0.0.1',
          port: 80,
          isDraining: id.startsWith('!'),
        })),
      })),
      ...rest,
    },
  };
}

export function status(versionId: string, more: Partial<VersionStatus> = {}): [string, VersionStatus] {
  return [
    versionId,
    {
      versionId,
      state: { kind: 'normal' },
      wantedInstances: 1,
      readyInstances: 1,
      trafficLostAt: null,
      scaling: null,
      ...more,
    },
  ];
}

/** Instance → its new state, of those that change. */
export function moves(result: Plan): Record<string, Instance['state']> {
  return Object.fromEntries(result.changed.map(({ instance: row }) => [row.id, row.state]));
}

export function carriedShares(result: Plan): Record<string, number> {
  const traffic = result.routes?.traffic;
  const shares = traffic?.mode === 'percent' ? traffic.shares : [];
  return Object.fromEntries(shares.map((share) => [share.versionId, share.percent]));
}

/** `start a`, `probe b`, `fail d2 quota_fail` … */
export function activities(result: Plan): string[] {
  return result.activities.map((activity) => {
    if (activity.kind === 'prepare-image') return `prepare-image ${activity.deploymentId}`;
    if (activity.kind !== 'fail') return `${activity.kind} ${activity.instanceId}`;
    const { verdict } = activity;
    return `fail ${activity.deploymentId} ${verdict.kind === 'late' ? 'late' : verdict.code}`;
  });
}

/** Instances to create by version. */
export function created(result: Plan): Record<string, number> {
  return Object.fromEntries(result.created.map(({ versionId, count }) => [versionId, count]));
}

/** The step under way or failed of a deployment after the plan; `all` when none is left. */
export function stepAfter(scene: Scene, result: Plan, deploymentId: string): string {
  const planned = result.steps.find((entry) => entry.deploymentId === deploymentId)?.steps;
  const steps = planned ?? observedOf(scene).steps.get(deploymentId) ?? [];
  const step = steps.find(({ state }) => state === 'running' || state === 'failed');
  return step ? `${step.name} ${step.state}` : 'all';
}
