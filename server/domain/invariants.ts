// What holds of a service at every moment, and what holds once nothing is under way: written down once, so that tests
// can ask it of any history. Pure: facts in, broken promises out.
import type { DeploymentKind, DeploymentState } from '#server/domain/deployment.ts';
import { type InstanceState, isPresent } from '#server/domain/instance.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import { sumOfShares, type TrafficPolicy, versionsWithTraffic } from '#server/domain/traffic.ts';

export type ServiceFacts = {
  service: { generation: number; lastVersionNumber: number };
  policy: TrafficPolicy;
  /** The newest routes; null before the deployer has written any. */
  routes: ServiceRoutes | null;
  /** The deleted ones among them. */
  versions: VersionFact[];
  snapshots: { versionId: string; number: number }[];
  /** Oldest first. */
  deployments: DeploymentFact[];
  instances: InstanceFact[];
};

export type VersionFact = {
  id: string;
  number: number;
  snapshotNumber: number;
  succeededAt: number | null;
  deletedAt: number | null;
  /** Instances that it should have while it runs. */
  replicas: number;
  /** It went to zero because nobody asked for it, and the next request wakes it, or has just done so (S3-17). */
  isAsleep: boolean;
};

export type DeploymentFact = {
  versionId: string;
  kind: DeploymentKind;
  snapshotNumber: number;
  fromSnapshotNumber: number | null;
  state: DeploymentState;
};

export type InstanceFact = { id: string; versionId: string; snapshotNumber: number; state: InstanceState };

/** Promises that are broken now; they hold between any two commits, whoever died meanwhile. */
export function brokenAtAnyTime(facts: ServiceFacts): string[] {
  return [
    ...brokenPolicy(facts),
    ...brokenNumbers(facts),
    ...facts.versions.flatMap((version) => brokenChain(facts, version)),
    ...brokenDeployments(facts),
    ...brokenInstances(facts),
    ...brokenRoutes(facts),
  ];
}

/** Promises that are broken although nothing is under way any more. `running`: ids of instances that have a process. */
export function brokenAtRest(facts: ServiceFacts, running: readonly string[]): string[] {
  return [
    ...brokenAtAnyTime(facts),
    ...facts.deployments
      .filter(({ state }) => state === 'running')
      .map(({ versionId }) => `${versionId} is still being deployed`),
    ...facts.versions.flatMap((version) => brokenCrew(facts, version)),
    ...brokenProcesses(facts, running),
    ...brokenApplied(facts),
  ];
}

/** Shares sum to 100 or there are none; what has traffic exists and came live once. */
function brokenPolicy({ policy, versions }: ServiceFacts): string[] {
  const named = versionsWithTraffic(policy);
  const known = new Set(
    versions.filter(({ deletedAt, succeededAt }) => deletedAt === null && succeededAt !== null).map(idOf),
  );
  return [
    ...brokenShares('the policy', policy),
    ...named.filter((id) => !known.has(id)).map((id) => `${id} has traffic and cannot serve`),
  ];
}

function brokenShares(what: string, policy: TrafficPolicy): string[] {
  if (policy.mode === 'rules' || policy.shares.length === 0) return [];
  const sum = sumOfShares(policy.shares);
  const isWhole = policy.shares.every(({ percent }) => Number.isInteger(percent) && percent > 0);
  return sum === 100 && isWhole ? [] : [`${what} gives ${sum} % in ${JSON.stringify(policy.shares)}`];
}

/** Each number once, none above the last that was given out (S3-58). */
function brokenNumbers({ service, versions }: ServiceFacts): string[] {
  const numbers = versions.map(({ number }) => number);
  return [
    ...numbers.filter((number, index) => numbers.indexOf(number) !== index).map((n) => `number ${n} twice`),
    ...numbers.filter((number) => number > service.lastVersionNumber).map((n) => `number ${n} not counted`),
  ];
}

/** Snapshots 1 … n; the one that serves is what the last update or rollback that succeeded left (S2-17, S2-22). */
function brokenChain({ snapshots, deployments }: ServiceFacts, version: VersionFact): string[] {
  const numbers = snapshots.filter(({ versionId }) => versionId === version.id).map(({ number }) => number);
  const isWhole = numbers.toSorted((a, b) => a - b).every((number, index) => number === index + 1);
  const own = deployments.filter(({ versionId }) => versionId === version.id);
  const serves = own.findLast(({ state }) => state === 'succeeded')?.snapshotNumber ?? 1;
  const named = own.flatMap(({ snapshotNumber, fromSnapshotNumber }) => [
    snapshotNumber,
    ...(fromSnapshotNumber === null ? [] : [fromSnapshotNumber]),
  ]);
  return [
    ...(isWhole && numbers.length > 0 ? [] : [`${version.id} has the snapshots ${numbers}`]),
    ...(serves === version.snapshotNumber
      ? []
      : [`${version.id} serves ${version.snapshotNumber}, not ${serves}`]),
    ...named
      .filter((number) => !numbers.includes(number))
      .map((n) => `a deployment of ${version.id} names ${n}`),
  ];
}

/** One at a time (S3-28), and none of what is deleted. */
function brokenDeployments({ deployments, versions }: ServiceFacts): string[] {
  const running = deployments.filter(({ state }) => state === 'running').map(({ versionId }) => versionId);
  const deleted = new Set(versions.filter(({ deletedAt }) => deletedAt !== null).map(idOf));
  return [
    ...(running.length > 1 ? [`deployments at the same time: ${running}`] : []),
    ...running.filter((id) => deleted.has(id)).map((id) => `${id} is deleted and being deployed`),
  ];
}

function brokenInstances({ instances, snapshots }: ServiceFacts): string[] {
  return instances
    .filter(
      (instance) =>
        !snapshots.some(
          ({ versionId, number }) => versionId === instance.versionId && number === instance.snapshotNumber,
        ),
    )
    .map(({ id }) => `instance ${id} is of no snapshot`);
}

/** Requests are led to a version that cannot answer, nor be woken, only where none of them can (decision 005). */
function brokenRoutes({ routes, versions }: ServiceFacts): string[] {
  if (!routes) return [];
  const carried = versionsWithTraffic(routes.traffic);
  const answering = new Set(
    routes.versions
      .filter(({ instances }) => instances.some(({ isDraining }) => !isDraining))
      .map(({ versionId }) => versionId),
  );
  const asleep = new Set(versions.filter(({ isAsleep }) => isAsleep).map(idOf));
  const mute = carried.filter((id) => !answering.has(id) && !asleep.has(id));
  const able = carried.filter((id) => answering.has(id));
  const isLost = mute.length > 0 && able.length > 0;
  return [
    ...brokenShares('the routes', routes.traffic),
    ...(isLost ? [`the routes lead to ${mute}, although ${able} can answer`] : []),
  ];
}

/** A version with traffic has all its instances, or sleeps; another has all or, offline, none. All are of what it serves. */
function brokenCrew({ policy, instances }: ServiceFacts, version: VersionFact): string[] {
  const present = instances.filter((one) => one.versionId === version.id && isPresent(one));
  const right = present.filter(
    ({ state, snapshotNumber }) => state === 'ready' && snapshotNumber === version.snapshotNumber,
  );
  const mayRun = version.deletedAt === null && version.succeededAt !== null;
  const mayRest = !mayRun || version.isAsleep || !versionsWithTraffic(policy).includes(version.id);
  const isWhole = mayRun && right.length === version.replicas && present.length === right.length;
  if (isWhole || (mayRest && present.length === 0)) return [];
  const crew = present.map(({ state, snapshotNumber }) => `${state} of ${snapshotNumber}`);
  return [
    `${version.id} has ${crew.join(', ') || 'no instance'}, for ${version.replicas} of ${version.snapshotNumber}`,
  ];
}

function brokenProcesses({ instances }: ServiceFacts, running: readonly string[]): string[] {
  const present = instances.filter(isPresent).map(idOf);
  return [
    ...running.filter((id) => !present.includes(id)).map((id) => `${id} runs and should not`),
    ...present.filter((id) => !running.includes(id)).map((id) => `${id} should run and does not`),
  ];
}

/** The routes carry the policy, of this generation. */
function brokenApplied({ routes, policy, service }: ServiceFacts): string[] {
  if (!routes) return ['there are no routes'];
  const isApplied =
    routes.generation === service.generation && JSON.stringify(routes.traffic) === JSON.stringify(policy);
  return isApplied
    ? []
    : [
        `the routes carry ${JSON.stringify(routes.traffic)} of generation ${routes.generation}, not the policy`,
      ];
}

function idOf({ id }: { id: string }): string {
  return id;
}
