// How far a running deployment is, and whether it has failed. Looked up afresh from what is there, so that a
// deployer that was killed goes on where the facts are.
import type { DeploymentStep, StepName } from '#server/domain/deployment.ts';
import type { Instance, InstanceState } from '#server/domain/instance.ts';
import { missingInstances, type WantedInstances } from '#server/domain/plan/balance.ts';
import { shortage, shortageForAll } from '#server/domain/plan/capacity.ts';
import type { DesiredDeployment, DesiredVersion } from '#server/domain/plan/desired.ts';
import { type Diagnosis, diagnoseExits, diagnoseStart } from '#server/domain/plan/diagnosis.ts';
import type {
  ObservedInstance,
  ObservedService,
  ProbeResult,
  StartError,
} from '#server/domain/plan/observed.ts';
import { mayStartAt } from '#server/domain/plan/restart-pause.ts';
import { readyDeadline } from '#server/domain/plan/settle.ts';
import { isFinished, preparingSteps, type StepDetails } from '#server/domain/plan/steps.ts';
import { runningReplicas } from '#server/domain/spec.ts';
import type { Times } from '#server/domain/times.ts';
import { imageName } from '#server/domain/version-source.ts';

/** Why a deployment fails. `late` is looked into first: which ports does the instance listen on? */
export type Verdict =
  | (Diagnosis & { kind: 'failed'; instanceId: string | null; logTail?: string[] })
  | { kind: 'late'; instanceId: string; probe: ProbeResult };

export type DeployProgress = {
  current: StepName;
  details: StepDetails;
  /** Its image is still to be pulled or built. */
  needsImage: boolean;
  /** Instances to create now. */
  create: number;
  verdict: Verdict | null;
  isReady: boolean;
  /** Epoch ms at which to look again if nothing happens before; null where only an event can change anything. */
  wakeAt: number | null;
};

export type DeployFacts = {
  version: DesiredVersion;
  deployment: DesiredDeployment;
  /** Of this version, after they were settled. */
  instances: readonly Instance[];
  /** How many it is to have. */
  wanted: number;
  observed: ObservedService;
  steps: readonly DeploymentStep[];
  now: number;
  times: Times;
};

export function deployProgress(facts: DeployFacts): DeployProgress {
  return (
    engineDown(facts) ??
    check(facts) ??
    image(facts) ??
    refusedStart(facts) ??
    crashed(facts) ??
    started(facts)
  );
}

function at(
  facts: DeployFacts,
  current: StepName,
  more: Partial<Omit<DeployProgress, 'current'>>,
): DeployProgress {
  return {
    current,
    needsImage: false,
    create: 0,
    verdict: null,
    isReady: false,
    wakeAt: null,
    ...more,
    details: { check: needsDetail(facts), ...more.details, ...imageDetails(facts) },
  };
}

function imageDetails({ observed, deployment }: DeployFacts): StepDetails {
  const progress = observed.images.get(deployment.id);
  const hasDetails = progress?.kind === 'under-way' || progress?.kind === 'present';
  return (hasDetails && progress.details) || {};
}

function failedAt(
  facts: DeployFacts,
  current: StepName,
  diagnosis: Diagnosis,
  instanceId: string | null = null,
  details: StepDetails = {},
): DeployProgress {
  return at(facts, current, { verdict: { kind: 'failed', ...diagnosis, instanceId }, details });
}

function engineDown(facts: DeployFacts): DeployProgress | undefined {
  const { engine } = facts.observed;
  if (engine.downSince === null) return undefined;
  const current = facts.steps.find((step) => step.state !== 'finished')?.name ?? 'ready';
  const wakeAt = engine.downSince + facts.version.spec.initialDelaySeconds * 1000 + facts.times.readyWindowMs;
  const image = facts.observed.images.get(facts.deployment.id);
  const needsImage = image?.kind === 'queued' || image?.kind === 'under-way';
  if (facts.now < wakeAt) return at(facts, current, { wakeAt, needsImage });
  return failedAt(facts, current, { code: 'engine_unavailable', params: {} });
}

function check(facts: DeployFacts): DeployProgress | undefined {
  if (isFinished(facts.steps, 'check')) return undefined;
  const { capacity } = facts.observed;
  if (!capacity || !facts.observed.engine.isListed) return at(facts, 'check', {});
  // Until it is prepared, what is wanted goes by the old configuration.
  const wanted = wantedOf(facts);
  const count = Math.max(wanted.count, runningReplicas(facts.version.spec));
  const short = shortageForAll(facts.version.spec, facts.instances, { ...wanted, count }, capacity);
  return short && failedAt(facts, 'check', short);
}

function wantedOf({ version, wanted }: DeployFacts): WantedInstances {
  return { snapshotNumber: version.snapshotNumber, count: Math.max(1, wanted) };
}

/** An update has one step for what a new version does in two. */
function liveStep({ deployment }: DeployFacts, name: 'start' | 'ready'): StepName {
  return deployment.kind === 'new-version' ? name : 'update';
}

function needsDetail({ version: { spec } }: DeployFacts): DeploymentStep['detail'] {
  const replicas = runningReplicas(spec);
  return {
    key: 'checkNeeds',
    params: { cpu: spec.cpu * replicas, memoryGb: spec.memoryGb * replicas },
  };
}

function image(facts: DeployFacts): DeployProgress | undefined {
  const steps = preparingSteps(facts.deployment.kind, facts.version.spec.source);
  const last = steps.at(-1);
  if (!last || isFinished(facts.steps, last)) return undefined;
  const progress = facts.observed.images.get(facts.deployment.id);
  if (progress?.kind === 'present') return undefined;
  if (progress?.kind === 'failed') {
    const { code, params, logTail, step } = progress;
    return at(facts, step, { verdict: { kind: 'failed', code, params, instanceId: null, logTail } });
  }
  const current = progress?.kind === 'under-way' ? progress.step : (steps[0] ?? last);
  // Its turn has come: how many came first is not the case any more.
  const begun: StepDetails = progress ? { [current]: null } : {};
  if (progress?.kind !== 'queued') return at(facts, current, { needsImage: true, details: begun });
  const queued = { key: 'buildQueued', params: { before: progress.before } };
  return at(facts, current, { needsImage: true, details: { [current]: queued } });
}

function refusedStart(facts: DeployFacts): DeployProgress | undefined {
  for (const { instance, startError } of ofItsSnapshot(facts)) {
    if (!startError || instance.state !== stateOf(startError)) continue;
    const step = liveStep(facts, instance.state === 'creating' ? 'start' : 'ready');
    return failedAt(facts, step, startDiagnosis(facts, startError), instance.id);
  }
  return undefined;
}

/** In which it keeps an instance that meets it. */
function stateOf({ code }: StartError): InstanceState {
  return code === 'post_start_fail' ? 'starting' : 'creating';
}

function startDiagnosis(facts: DeployFacts, error: StartError): Diagnosis {
  if (error.code === 'secret_unreadable' || error.code === 'post_start_fail') return error;
  return error.code === 'image_missing' ? lostImage(facts, error.message) : diagnoseStart(error.message);
}

/** What was built here cannot be had from anywhere else. */
function lostImage({ version: { spec } }: DeployFacts, reason: string): Diagnosis {
  const image = imageName(spec);
  if (spec.source.kind !== 'image') return { code: 'image_gone', params: { image } };
  return { code: 'image_pull_fail', params: { image, reason } };
}

/**
 * Some instance has ended as often as it may: with several replicas, judged by the number of all their ends. An update
 * starts one after the other.
 */
function crashed(facts: DeployFacts): DeployProgress | undefined {
  const exits = exitsOf(facts);
  const atOnce = facts.deployment.kind === 'new-version' ? wantedOf(facts).count : 1;
  const last = exits.at(-1);
  if (!last || exits.length <= (facts.times.startAttempts - 1) * atOnce) return undefined;
  const isOutOfMemory = ofItsSnapshot(facts).some(
    ({ instance, container }) => instance.id === last.id && container?.isOutOfMemory,
  );
  const diagnosis = diagnoseExits(exits, isOutOfMemory, facts.version.spec);
  const step = liveStep(facts, 'ready');
  return failedAt(facts, step, diagnosis, last.id, { [step]: exitedDetail(exits) });
}

function started(facts: DeployFacts): DeployProgress {
  const wanted = wantedOf(facts);
  const exits = exitsOf(facts);
  const right = facts.instances.filter(({ snapshotNumber }) => snapshotNumber === wanted.snapshotNumber);
  const running = right.filter(({ state }) => state === 'starting' || state === 'ready').length;
  const ready = right.filter(({ state }) => state === 'ready').length;
  const isReady = ready >= wanted.count;
  const step = liveStep(facts, 'ready');
  const readiness = { key: waitingKey(facts), params: { ready, count: wanted.count } };
  const details: StepDetails = {
    image: { key: 'imageReady', params: {} },
    [liveStep(facts, 'start')]: { key: 'instancesStarted', params: { count: running } },
    [step]: exits.length > 0 && !isReady ? exitedDetail(exits) : readiness,
  };
  if (isReady) return at(facts, step, { isReady: true, details });
  const hasStarted = running >= wanted.count || isFinished(facts.steps, 'start');
  const current = hasStarted ? step : liveStep(facts, 'start');
  const missing = missingInstances(facts.instances, wanted);
  if (missing > 0) return createMissing(facts, current, missing, exits, details);
  return waitForReady(facts, current, details);
}

function waitingKey({ deployment }: DeployFacts): string {
  return deployment.kind === 'new-version' ? 'waitingReady' : 'updatingInstances';
}

function createMissing(
  facts: DeployFacts,
  current: StepName,
  missing: number,
  exits: readonly Instance[],
  details: StepDetails,
): DeployProgress {
  const { spec } = facts.version;
  const startAt = mayStartAt(exits, wantedOf(facts).count, facts.times);
  if (facts.now < startAt) return at(facts, current, { wakeAt: startAt, details });
  const { capacity } = facts.observed;
  if (!capacity) return at(facts, current, { details });
  const short = shortage(spec, missing, capacity);
  if (short) return failedAt(facts, current, short, null, details);
  return at(facts, current, { create: missing, details });
}

function waitForReady(facts: DeployFacts, current: StepName, details: StepDetails): DeployProgress {
  const { spec } = facts.version;
  const unstarted = ofItsSnapshot(facts)
    .map(({ instance }) => instance)
    .filter(({ state }) => state === 'creating');
  const startDeadlines = unstarted.map((instance) => readyDeadline(instance, spec, facts.times));
  if (startDeadlines.some((deadline) => facts.now >= deadline)) {
    return failedAt(facts, current, { code: 'engine_unavailable', params: {} }, null, details);
  }
  const waiting = ofItsSnapshot(facts)
    .filter(({ instance }) => instance.state === 'starting')
    .map((seen) => ({ ...seen, deadline: readyDeadline(seen.instance, spec, facts.times) }));
  for (const { instance, probe, deadline } of waiting) {
    if (facts.now < deadline || !probe) continue;
    return at(facts, current, { verdict: { kind: 'late', instanceId: instance.id, probe }, details });
  }
  const pending = [...startDeadlines, ...waiting.map(({ deadline }) => deadline)].filter(
    (deadline) => deadline > facts.now,
  );
  return at(facts, current, { details, wakeAt: pending.length > 0 ? Math.min(...pending) : null });
}

/** Instances of this deployment that ended by themselves, in the order of their ends. */
function exitsOf(facts: DeployFacts): Instance[] {
  return ofItsSnapshot(facts)
    .map(({ instance }) => instance)
    .filter(({ state, createdAt }) => state === 'exited' && createdAt >= facts.deployment.createdAt)
    .sort((a, b) => (a.stoppedAt ?? 0) - (b.stoppedAt ?? 0));
}

function exitedDetail(exits: readonly Instance[]): DeploymentStep['detail'] {
  return { key: 'instanceExited', params: { times: exits.length } };
}

/** What was observed of the instances that are made from its snapshot, with their settled states. */
function ofItsSnapshot({ instances, observed, version }: DeployFacts): ObservedInstance[] {
  const settled = new Map(
    instances
      .filter(({ snapshotNumber }) => snapshotNumber === version.snapshotNumber)
      .map((instance) => [instance.id, instance]),
  );
  return observed.instances.flatMap((seen) => {
    const instance = settled.get(seen.instance.id);
    return instance ? [{ ...seen, instance }] : [];
  });
}
