// The heart of the deployer: from what is desired and what is observed of one service to what has to be done.
// Pure and without memory: whoever asks again with the same facts gets the same answer, and whoever asks after it
// was done gets nothing more to do. The deployer asks, records, acts, and is woken to ask again.
import { type DeploymentStep, stepNamesOf } from '#server/domain/deployment.ts';
import type { Instance, InstanceState } from '#server/domain/instance.ts';
import { type PlannedActivity, plannedActivities } from '#server/domain/plan/activities.ts';
import { isInPlace } from '#server/domain/plan/balance.ts';
import { afterGiving } from '#server/domain/plan/capacity.ts';
import type { DesiredDeployment, DesiredService, DesiredVersion } from '#server/domain/plan/desired.ts';
import { routesDocument } from '#server/domain/plan/document.ts';
import type { ObservedService, VersionStatus } from '#server/domain/plan/observed.ts';
import {
  advanceSteps,
  currentStep,
  newSteps,
  restoring,
  type StepReport,
} from '#server/domain/plan/steps.ts';
import {
  isAsleep,
  isResting,
  isStarting,
  type PlanFacts,
  planVersion,
  readyInstances,
  type VersionPlan,
} from '#server/domain/plan/version-plan.ts';
import { trafficLostAt } from '#server/domain/plan/wanted.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import type { Times } from '#server/domain/times.ts';
import { versionState } from '#server/domain/version-state.ts';

export type Plan = {
  /** Rows to write, each over the state it was read in. */
  changed: { instance: Instance; from: InstanceState }[];
  created: { versionId: string; snapshotNumber: number; cpu: number; memoryGb: number; count: number }[];
  activities: PlannedActivity[];
  routes: ServiceRoutes | null;
  versionStatuses: VersionStatus[];
  /** Steps that differ from what was read. */
  steps: { deploymentId: string; steps: DeploymentStep[] }[];
  /** Deployments whose instances are all ready. */
  readyDeployments: string[];
  /** A gateway's acknowledgement would move something on. */
  awaitsGateway: boolean;
  /** Ask again after this even if nothing happens; null where nothing changes by itself. */
  againInMs: number | null;
};

/** A gateway that dies cannot say so: whoever waits for one looks again this often. */
const GATEWAY_RECHECK_MS = 500;

export function plan(desired: DesiredService, observed: ObservedService, now: number, times: Times): Plan {
  const facts: PlanFacts = { desired, observed, now, times };
  const versions = planVersions(facts);
  const instances = versions.flatMap((version) => version.instances);
  const routes = routesDocument(
    desired,
    instances,
    observed.routes?.document ?? null,
    isUnfitIn(observed),
    restingIn(versions),
  );
  const steps = plannedSteps(facts, versions, routes);
  const awaitsGateway = isWaitingForGateway(instances, steps, observed);
  return {
    changed: changedInstances(observed, instances),
    created: versions.flatMap(createdInstances),
    activities: plannedActivities(facts, versions),
    routes,
    versionStatuses: versions.flatMap((version) => versionStatus(facts, version, routes)),
    steps: steps.filter(({ deploymentId, steps: after }) => after !== observed.steps.get(deploymentId)),
    readyDeployments: versions.flatMap(({ version, progress }) =>
      version?.deployment && progress?.isReady ? [version.deployment.id] : [],
    ),
    awaitsGateway,
    againInMs: againInMs(versions, awaitsGateway, now),
  };
}

/** What one version is given is not there for the next. */
function planVersions(facts: PlanFacts): VersionPlan[] {
  let { capacity } = facts.observed;
  return versionIds(facts).map((id) => {
    const version = facts.desired.versions.find((candidate) => candidate.id === id);
    const planned = planVersion({ ...facts, observed: { ...facts.observed, capacity } }, id, version);
    if (capacity && planned.goal) capacity = afterGiving(capacity, planned.goal.spec, planned.create);
    return planned;
  });
}

function restingIn(versions: readonly VersionPlan[]): ReadonlySet<string> {
  return new Set(versions.filter(isResting).map(({ versionId }) => versionId));
}

function isUnfitIn({ instances }: ObservedService): (instanceId: string) => boolean {
  const unfit = new Set(instances.filter(({ health }) => health?.isUnfit).map(({ instance }) => instance.id));
  return (instanceId) => unfit.has(instanceId);
}

/** Versions that are desired, and versions of which only instances are left. */
function versionIds({ desired, observed }: PlanFacts): string[] {
  const ids = desired.versions.map((version) => version.id);
  return [...new Set([...ids, ...observed.instances.map(({ instance }) => instance.versionId)])];
}

function changedInstances(observed: ObservedService, instances: readonly Instance[]): Plan['changed'] {
  const before = new Map(observed.instances.map(({ instance }) => [instance.id, instance]));
  return instances.flatMap((instance) => {
    const old = before.get(instance.id);
    return old && old !== instance ? [{ instance, from: old.state }] : [];
  });
}

function createdInstances({ versionId, goal, create }: VersionPlan): Plan['created'] {
  if (!goal || create === 0) return [];
  const { cpu, memoryGb } = goal.spec;
  return [{ versionId, snapshotNumber: goal.snapshotNumber, cpu, memoryGb, count: create }];
}

function versionStatus(
  { desired, observed, now }: PlanFacts,
  versionPlan: VersionPlan,
  routes: ServiceRoutes | null,
): VersionStatus[] {
  const { version, versionId, wanted } = versionPlan;
  if (!version || version.isDeleted || desired.isDeleted) return [];
  const isUnfit = isUnfitIn(observed);
  const ready = readyInstances(versionPlan, isUnfit);
  const { deployment } = version;
  return [
    {
      versionId,
      state: versionState({
        deployment: deployment && {
          kind: deployment.kind,
          state: deployment.state,
          failureCode: deployment.failureCode,
        },
        wanted,
        isAsleep: isAsleep(versionPlan),
        ready,
        isStarting: isStarting(versionPlan),
      }),
      wantedInstances: wanted,
      readyInstances: ready,
      trafficLostAt: trafficLostAt(desired, versionId, {
        before: observed.routes?.document ?? null,
        after: routes,
        recorded: observed.versionStatuses.get(versionId)?.trafficLostAt ?? null,
        now,
      }),
      scaling: versionPlan.note,
    },
  ];
}

function plannedSteps(
  facts: PlanFacts,
  versions: readonly VersionPlan[],
  routes: ServiceRoutes | null,
): Plan['steps'] {
  const planned = versions.flatMap((versionPlan) => {
    const { version } = versionPlan;
    const deployment = version?.deployment;
    if (!deployment) return [];
    const before = facts.observed.steps.get(deployment.id);
    if (!before && deployment.state !== 'running') return [];
    const steps = before ?? newSteps(stepNamesOf(deployment.kind, version.spec.source));
    const report = stepReport(facts, versionPlan, deployment, steps, routes);
    const advanced = advanceSteps(steps, report, facts.now);
    const after = report.isFailed ? restoring(advanced, isRestored(versionPlan), facts.now) : advanced;
    return [{ deploymentId: deployment.id, steps: isSame(before, after) ? (before ?? after) : after }];
  });
  return [...planned, ...supersededSteps(facts)];
}

/** A deployment that is not its version's newest any more does nothing further: what was under way broke off. */
function supersededSteps({ desired, observed, now }: PlanFacts): Plan['steps'] {
  const newest = new Set(desired.versions.map(({ deployment }) => deployment?.id));
  return [...observed.steps].flatMap(([deploymentId, steps]) => {
    if (newest.has(deploymentId)) return [];
    const ended = steps.map((step): DeploymentStep => {
      return step.state === 'running' ? { ...step, state: 'failed', finishedAt: now } : step;
    });
    return [{ deploymentId, steps: isSame(steps, ended) ? steps : ended }];
  });
}

/** After a failed update: all instances are as they were before it. */
function isRestored({ version, instances, wanted }: VersionPlan): boolean {
  return !version || isInPlace(instances, { snapshotNumber: version.snapshotNumber, count: wanted });
}

function stepReport(
  facts: PlanFacts,
  { version, progress }: VersionPlan,
  deployment: DesiredDeployment,
  steps: readonly DeploymentStep[],
  routes: ServiceRoutes | null,
): StepReport {
  if (deployment.state === 'succeeded') {
    if (!version || version.isDeleted || deployment.kind !== 'new-version') {
      return { current: null, isFailed: false, details: {} };
    }
    if (!isRouted(facts, version, routes)) return { current: 'route', isFailed: false, details: {} };
    const startedAt = steps.find((step) => step.name === 'route')?.startedAt ?? facts.now;
    const route = { key: 'routed', params: { ms: facts.now - startedAt } };
    return { current: null, isFailed: false, details: { route } };
  }
  if (deployment.state === 'running' && progress) {
    return { current: progress.current, isFailed: false, details: progress.details };
  }
  return { current: currentStep(steps), isFailed: true, details: {} };
}

/** Every gateway serves the newest routes, and they reach the version. */
function isRouted({ observed }: PlanFacts, version: DesiredVersion, routes: ServiceRoutes | null): boolean {
  const saved = observed.routes;
  if (!saved || !routes || !isSame(saved.document, routes)) return false;
  const isReachable = routes.versions.some(
    ({ versionId, instances }) => versionId === version.id && instances.length > 0,
  );
  return isReachable && observed.workers.every((worker) => worker.servedRevision >= saved.revision);
}

function isWaitingForGateway(
  instances: readonly Instance[],
  steps: Plan['steps'],
  { workers }: ObservedService,
): boolean {
  if (workers.length === 0) return false;
  const isRouting = steps.some((entry) =>
    entry.steps.some((step) => step.name === 'route' && step.state === 'running'),
  );
  return isRouting || instances.some(({ state }) => state === 'draining');
}

function againInMs(versions: readonly VersionPlan[], awaitsGateway: boolean, now: number): number | null {
  const waits = versions
    .flatMap((version) => version.wakeAt)
    .filter((at) => at > now)
    .map((at) => at - now);
  if (awaitsGateway) waits.push(GATEWAY_RECHECK_MS);
  return waits.length > 0 ? Math.min(...waits) : null;
}

/** Documents are built in one order of keys and stored as JSON, so equal text means equal. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
