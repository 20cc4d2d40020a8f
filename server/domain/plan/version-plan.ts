// One version's part of the plan: its instances settled and brought to the number wanted.
import { stepNamesOf } from '#server/domain/deployment.ts';
import { countsAsWanted, type Instance } from '#server/domain/instance.ts';
import { missingInstances, type WantedInstances } from '#server/domain/plan/balance.ts';
import { roomFor } from '#server/domain/plan/capacity.ts';
import { type DeployProgress, deployProgress } from '#server/domain/plan/deploy-progress.ts';
import { type DesiredService, type DesiredVersion, isDeploying } from '#server/domain/plan/desired.ts';
import type { ObservedInstance, ObservedService } from '#server/domain/plan/observed.ts';
import { hasFailed, mayStartAt, recentFailures } from '#server/domain/plan/restart-pause.ts';
import { sendAway } from '#server/domain/plan/send-away.ts';
import { drainDeadline, readyDeadline, settle } from '#server/domain/plan/settle.ts';
import { isFinished, newSteps, preparingSteps } from '#server/domain/plan/steps.ts';
import { NONE_WANTED, type Wanted, wantedInstances } from '#server/domain/plan/wanted.ts';
import { isByLoad, type ScalingNote } from '#server/domain/scaling-note.ts';
import type { Times } from '#server/domain/times.ts';

export type Goal = Pick<DesiredVersion, 'snapshotNumber' | 'spec'>;

export type VersionPlan = {
  versionId: string;
  /** Undefined where nothing but instances is left of it. */
  version: DesiredVersion | undefined;
  /** What its instances are to be made from now. */
  goal: Goal | undefined;
  /** Instances it should have. */
  wanted: number;
  /** Why so many; null where nothing is to be said. */
  note: ScalingNote | null;
  /** A request found it asleep. */
  isWoken: boolean;
  instances: Instance[];
  /** Instances to create now. */
  create: number;
  /** Of its running deployment. */
  progress: DeployProgress | null;
  hasFailures: boolean;
  /** Epoch ms of the moments that may change something by themselves. */
  wakeAt: number[];
};

export type PlanFacts = { desired: DesiredService; observed: ObservedService; now: number; times: Times };

/** The engine is known and answers: it may be asked to start and stop. */
export function canAct({ engine }: ObservedService): boolean {
  return engine.isListed && engine.downSince === null;
}

export function planVersion(
  facts: PlanFacts,
  versionId: string,
  version: DesiredVersion | undefined,
): VersionPlan {
  const { desired, observed, now } = facts;
  const goal = version && goalOf(facts, version);
  const wanted = wantedNow(facts, versionId, version, goal);
  const settled = observed.instances
    .filter(({ instance }) => instance.versionId === versionId)
    .map((seen) => settleSeen(facts, seen, version, wanted.instances > 0));
  const instances = sendAway(settled, { desired, version, goal, wanted, before: observed.instances, now });
  const plan = {
    versionId,
    version,
    goal,
    wanted: wanted.instances,
    isWoken: wanted.isWoken,
    note: noteOf(wanted),
    instances,
  };
  const wakeAt = [...wakesOf(facts, version, instances), ...wanted.wakeAt];
  if (version && isDeploying(desired, version)) return deploying(facts, { ...plan, version }, wakeAt);
  return live(facts, plan, wakeAt);
}

function noteOf({ reason, sleepsAt }: Wanted): ScalingNote | null {
  return reason === null ? null : { reason, short: 0, free: null, sleepsAt };
}

/** What instances are to be made from now. Until an update is prepared, what serves goes on as if there were none. */
function goalOf({ desired, observed }: PlanFacts, version: DesiredVersion): Goal {
  const { deployment, spec, snapshotNumber, serving } = version;
  if (!deployment || deployment.kind === 'new-version' || !isDeploying(desired, version)) return version;
  const steps = observed.steps.get(deployment.id) ?? [];
  const last = preparingSteps(deployment.kind, spec.source).at(-1);
  return last && isFinished(steps, last) ? { snapshotNumber, spec } : serving;
}

/** While an update is prepared a version that sleeps sleeps on if nobody asks for it, and one that is awake stays so. */
function wantedNow(
  facts: PlanFacts,
  versionId: string,
  version: DesiredVersion | undefined,
  goal: Goal | undefined,
): Wanted {
  const { desired, observed, now, times } = facts;
  if (!version || !goal) return NONE_WANTED;
  const recorded = observed.versionStatuses.get(versionId);
  const isAsleep = recorded?.wantedInstances === 0;
  const isBeingPrepared = isDeploying(desired, version) && goal.snapshotNumber !== version.snapshotNumber;
  const deployment = isBeingPrepared && isAsleep ? null : version.deployment;
  return wantedInstances(
    desired,
    { ...version, spec: goal.spec, deployment },
    {
      carried: observed.routes?.document?.traffic ?? null,
      trafficLostAt: recorded?.trafficLostAt ?? null,
      // In a paused service requests keep awake what is awake, and wake nothing.
      askedAt: desired.isPaused && isAsleep ? null : (observed.askedAt.get(versionId) ?? null),
      lastRequestAt: isAsleep ? null : (observed.lastRequestAt.get(versionId) ?? null),
      readyAt: youngestReadyAt(observed, versionId),
      current: isByLoad(recorded?.scaling?.reason) ? (recorded?.wantedInstances ?? 0) : 0,
      load: observed.loads.get(versionId) ?? null,
      now,
      times,
    },
  );
}

function youngestReadyAt({ instances }: ObservedService, versionId: string): number | null {
  const ready = instances.filter(
    ({ instance }) => instance.versionId === versionId && instance.state === 'ready',
  );
  return ready.length === 0 ? null : Math.max(...ready.map(({ instance }) => instance.readyAt ?? 0));
}

type Balanced = Pick<
  VersionPlan,
  'versionId' | 'version' | 'goal' | 'wanted' | 'note' | 'isWoken' | 'instances'
>;

function wantedOf(goal: Goal | undefined, count: number): WantedInstances {
  return { snapshotNumber: goal?.snapshotNumber ?? 0, count };
}

function settleSeen(
  facts: PlanFacts,
  seen: ObservedInstance,
  version: DesiredVersion | undefined,
  isWanted: boolean,
): Instance {
  const { desired, observed, now, times } = facts;
  if (!observed.engine.isListed) return seen.instance;
  const isBeingDeployed =
    version !== undefined &&
    isDeploying(desired, version) &&
    seen.instance.snapshotNumber === version.snapshotNumber;
  return settle(seen, {
    observed,
    isWanted,
    isDeploying: isBeingDeployed,
    spec: version?.spec,
    now,
    times,
  });
}

function deploying(
  facts: PlanFacts,
  plan: Balanced & { version: DesiredVersion },
  wakeAt: number[],
): VersionPlan {
  const { deployment, spec } = plan.version;
  if (!deployment) return { ...plan, create: 0, progress: null, hasFailures: false, wakeAt };
  const progress = deployProgress({
    version: plan.version,
    deployment,
    instances: plan.instances,
    wanted: plan.wanted,
    observed: facts.observed,
    steps: facts.observed.steps.get(deployment.id) ?? newSteps(stepNamesOf(deployment.kind, spec.source)),
    now: facts.now,
    times: facts.times,
  });
  const wakes = progress.wakeAt === null ? wakeAt : [...wakeAt, progress.wakeAt];
  if (plan.goal?.snapshotNumber !== plan.version.snapshotNumber) {
    return { ...live(facts, plan, wakes), progress: { ...progress, create: 0 } };
  }
  return { ...plan, create: progress.create, progress, hasFailures: false, wakeAt: wakes };
}

/** A live version's crashed instances are replaced for ever, at a growing distance. */
function live(facts: PlanFacts, plan: Balanced, wakeAt: number[]): VersionPlan {
  const wanted = wantedOf(plan.goal, plan.wanted);
  const failures = recentFailures(plan.instances, facts.now).filter(
    ({ snapshotNumber }) => snapshotNumber === wanted.snapshotNumber,
  );
  const base = { ...plan, progress: null, hasFailures: failures.length > 0 };
  const missing = missingInstances(plan.instances, wanted);
  if (missing === 0 || !canAct(facts.observed)) return { ...base, create: 0, wakeAt };
  const startAt = mayStartAt(failures, plan.wanted, facts.times);
  if (facts.now < startAt) return { ...base, create: 0, wakeAt: [...wakeAt, startAt] };
  return { ...base, ...given(facts, plan, missing), wakeAt };
}

/** As many as fit. What does not is said, and is tried again when something of the machine gets free. */
function given(
  { observed: { capacity } }: PlanFacts,
  { goal, note }: Balanced,
  missing: number,
): Pick<VersionPlan, 'create' | 'note'> {
  if (!capacity || !goal) return { create: 0, note };
  const { fits, free } = roomFor(goal.spec, capacity);
  if (fits >= missing) return { create: missing, note };
  return { create: fits, note: note && { ...note, short: missing - fits, free } };
}

function wakesOf(
  { times }: PlanFacts,
  version: DesiredVersion | undefined,
  instances: readonly Instance[],
): number[] {
  return instances.flatMap((instance) => {
    if (instance.state === 'draining') return [drainDeadline(instance, times)];
    if (instance.state === 'starting' && version) return [readyDeadline(instance, version.spec, times)];
    return [];
  });
}

/** Those that may be given traffic. */
export function readyInstances(plan: VersionPlan, isUnfit: (instanceId: string) => boolean): number {
  return plan.instances.filter(({ id, state }) => state === 'ready' && !isUnfit(id)).length;
}

/** What is missing is on its way, and nothing has gone wrong so far. */
export function isStarting(plan: VersionPlan): boolean {
  return !plan.hasFailures && (plan.create > 0 || plan.instances.some(countsAsWanted));
}

/** It has no instance because nobody asks for it. */
export function isAsleep({ note }: Pick<VersionPlan, 'note'>): boolean {
  return note?.reason === 'idle';
}

/** Asleep, or on its way up from there: who asks for it has to wait, and is served. One that crashed is not. */
export function isResting(plan: VersionPlan): boolean {
  if (isAsleep(plan)) return true;
  const { isWoken, note, instances } = plan;
  const isOnItsWay = isWoken && note?.short === 0 && !instances.some(({ state }) => state === 'ready');
  return isOnItsWay && !instances.some(hasFailed);
}
