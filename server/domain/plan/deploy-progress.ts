// How far a running deployment is, and whether it has failed. Looked up afresh from what is there, so that a
// deployer that was killed goes on where the facts are.
import type { DeploymentStep, StepName } from '#server/domain/deployment.ts';
import type { FailureCode } from '#server/domain/failures.ts';
import type { Instance } from '#server/domain/instance.ts';
import { missingInstances } from '#server/domain/plan/balance.ts';
import { shortage } from '#server/domain/plan/capacity.ts';
import type { DesiredDeployment, DesiredVersion } from '#server/domain/plan/desired.ts';
import type { Diagnosis } from '#server/domain/plan/diagnosis.ts';
import type { ObservedInstance, ObservedService, ProbeResult } from '#server/domain/plan/observed.ts';
import { mayStartAt } from '#server/domain/plan/restart-pause.ts';
import { readyDeadline } from '#server/domain/plan/settle.ts';
import { isFinished, type StepDetails } from '#server/domain/plan/steps.ts';
import { runningReplicas } from '#server/domain/spec.ts';
import type { Times } from '#server/domain/times.ts';

/** Why a deployment fails. `late` is looked into first: which ports does the instance listen on? */
export type Verdict =
  | (Diagnosis & { kind: 'failed'; instanceId: string | null })
  | { kind: 'late'; instanceId: string; probe: ProbeResult };

export type DeployProgress = {
  current: StepName;
  details: StepDetails;
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
    details: { check: needsDetail(facts), ...more.details },
  };
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
  if (facts.now < wakeAt) return at(facts, current, { wakeAt });
  return failedAt(facts, current, { code: 'engine_unavailable', params: {} });
}

function check(facts: DeployFacts): DeployProgress | undefined {
  if (isFinished(facts.steps, 'check')) return undefined;
  const { capacity } = facts.observed;
  if (!capacity || !facts.observed.engine.isListed) return at(facts, 'check', {});
  const { spec } = facts.version;
  const short = shortage(spec, missingInstances(facts.instances, runningReplicas(spec)), capacity);
  return short && failedAt(facts, 'check', short);
}

function needsDetail({ version: { spec } }: DeployFacts): DeploymentStep['detail'] {
  const replicas = runningReplicas(spec);
  return {
    key: 'checkNeeds',
    params: { cpu: spec.cpu * replicas, memoryGb: spec.memoryGb * replicas },
  };
}

function image(facts: DeployFacts): DeployProgress | undefined {
  if (isFinished(facts.steps, 'image')) return undefined;
  const result = facts.observed.images.get(facts.deployment.id);
  if (!result) return at(facts, 'image', { needsImage: true });
  if (result.kind === 'present') return undefined;
  const params = { image: facts.version.spec.source.image, reason: result.message };
  return failedAt(facts, 'image', { code: 'image_pull_fail', params });
}

function refusedStart(facts: DeployFacts): DeployProgress | undefined {
  for (const { instance, startError } of ofThisVersion(facts)) {
    if (!startError || instance.state !== 'creating') continue;
    const params = { image: facts.version.spec.source.image, reason: startError.message };
    const code: FailureCode = startError.code === 'image_missing' ? 'image_pull_fail' : 'start_fail';
    return failedAt(facts, 'start', { code, params }, instance.id);
  }
  return undefined;
}

/** Some instance has ended as often as it may: with several replicas, judged by the number of all their ends. */
function crashed(facts: DeployFacts): DeployProgress | undefined {
  const exits = exitsOf(facts);
  const wanted = runningReplicas(facts.version.spec);
  const last = exits.at(-1);
  if (!last || exits.length <= (facts.times.startAttempts - 1) * wanted) return undefined;
  const isOutOfMemory = ofThisVersion(facts).some(
    ({ instance, container }) => instance.id === last.id && container?.isOutOfMemory,
  );
  const params = {
    exitCode: last.exitCode ?? '-',
    times: exits.length,
    outOfMemory: isOutOfMemory ? 1 : 0,
  };
  return failedAt(facts, 'ready', { code: 'deploy_fail', params }, last.id, { ready: exitedDetail(exits) });
}

function started(facts: DeployFacts): DeployProgress {
  const { spec } = facts.version;
  const wanted = runningReplicas(spec);
  const exits = exitsOf(facts);
  const running = facts.instances.filter(({ state }) => state === 'starting' || state === 'ready').length;
  const ready = facts.instances.filter(({ state }) => state === 'ready').length;
  const details: StepDetails = {
    image: { key: 'imageReady', params: {} },
    start: { key: 'instancesStarted', params: { count: running } },
    ready: exits.length > 0 ? exitedDetail(exits) : { key: 'waitingReady', params: { ready, count: wanted } },
  };
  if (ready >= wanted) {
    details.ready = { key: 'waitingReady', params: { ready, count: wanted } };
    return at(facts, 'ready', { isReady: true, details });
  }
  const current = running >= wanted || isFinished(facts.steps, 'start') ? 'ready' : 'start';
  const missing = missingInstances(facts.instances, wanted);
  if (missing > 0) return createMissing(facts, current, missing, exits, details);
  return waitForReady(facts, current, details);
}

function createMissing(
  facts: DeployFacts,
  current: StepName,
  missing: number,
  exits: readonly Instance[],
  details: StepDetails,
): DeployProgress {
  const { spec } = facts.version;
  const startAt = mayStartAt(exits, runningReplicas(spec), facts.times);
  if (facts.now < startAt) return at(facts, current, { wakeAt: startAt, details });
  const { capacity } = facts.observed;
  if (!capacity) return at(facts, current, { details });
  const short = shortage(spec, missing, capacity);
  if (short) return failedAt(facts, current, short, null, details);
  return at(facts, current, { create: missing, details });
}

function waitForReady(facts: DeployFacts, current: StepName, details: StepDetails): DeployProgress {
  const { spec } = facts.version;
  const unstarted = facts.instances.filter(({ state }) => state === 'creating');
  const startDeadlines = unstarted.map((instance) => readyDeadline(instance, spec, facts.times));
  if (startDeadlines.some((deadline) => facts.now >= deadline)) {
    return failedAt(facts, current, { code: 'engine_unavailable', params: {} }, null, details);
  }
  const waiting = ofThisVersion(facts)
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
function exitsOf({ instances, deployment }: DeployFacts): Instance[] {
  return instances
    .filter(({ state, createdAt }) => state === 'exited' && createdAt >= deployment.createdAt)
    .sort((a, b) => (a.stoppedAt ?? 0) - (b.stoppedAt ?? 0));
}

function exitedDetail(exits: readonly Instance[]): DeploymentStep['detail'] {
  return { key: 'instanceExited', params: { times: exits.length } };
}

/** What was observed of this version's instances, with their settled states. */
function ofThisVersion({ instances, observed }: DeployFacts): ObservedInstance[] {
  const settled = new Map(instances.map((instance) => [instance.id, instance]));
  return observed.instances.flatMap((seen) => {
    const instance = settled.get(seen.instance.id);
    return instance ? [{ ...seen, instance }] : [];
  });
}
