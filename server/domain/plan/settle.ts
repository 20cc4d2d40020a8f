// One instance's next state, from what the engine, the probe and the gateways say of it.
import type { Instance, InstanceState } from '#server/domain/instance.ts';
import type { Container, ObservedInstance, ObservedService } from '#server/domain/plan/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import type { Times } from '#server/domain/times.ts';

export type SettleFacts = {
  observed: Pick<ObservedService, 'routes' | 'workers'>;
  /** False: it is on its way out, so a late success changes nothing. */
  isWanted: boolean;
  /** The deployment decides what a failed start means; the instance waits for its verdict. */
  isDeploying: boolean;
  /** Undefined where the version is gone for good. */
  spec: Pick<VersionSpec, 'initialDelaySeconds'> | undefined;
  now: number;
  times: Pick<Times, 'readyWindowMs' | 'drainDeadlineMs'>;
};

export function settle(seen: ObservedInstance, facts: SettleFacts): Instance {
  switch (seen.instance.state) {
    case 'creating':
      return settleCreating(seen, facts);
    case 'starting':
      return settleStarting(seen, facts);
    case 'ready':
      return settleReady(seen, facts);
    case 'draining':
      return settleDraining(seen, facts);
    case 'stopping':
      return seen.container || seen.isStartUnderWay ? seen.instance : ended(seen, 'removed', facts.now);
    default:
      return seen.instance;
  }
}

/** When an instance that has started must be ready. */
export function readyDeadline(
  instance: Instance,
  spec: Pick<VersionSpec, 'initialDelaySeconds'>,
  times: Pick<Times, 'readyWindowMs'>,
): number {
  return (instance.startedAt ?? instance.createdAt) + spec.initialDelaySeconds * 1000 + times.readyWindowMs;
}

function settleCreating(seen: ObservedInstance, facts: SettleFacts): Instance {
  const { instance, container } = seen;
  if (isRunning(container)) {
    const { host, port } = container.address;
    const startedAt = between(instance.createdAt, container.startedAt, facts.now);
    return { ...instance, state: 'starting', host, port, startedAt };
  }
  if (container?.state === 'exited') return ended(seen, 'exited', facts.now);
  if (seen.startError && !facts.isDeploying) return ended(seen, 'exited', facts.now);
  return instance;
}

function settleStarting(seen: ObservedInstance, facts: SettleFacts): Instance {
  const { instance } = seen;
  if (!isRunning(seen.container)) return ended(seen, 'exited', facts.now);
  if (!facts.isWanted) return instance;
  if (seen.startError?.code === 'post_start_fail' && !facts.isDeploying) {
    return ended(seen, 'exited', facts.now);
  }
  if (seen.probe?.kind === 'ready') return { ...instance, state: 'ready', readyAt: facts.now };
  if (facts.isDeploying || !facts.spec) return instance;
  const isLate = facts.now >= readyDeadline(instance, facts.spec, facts.times);
  return isLate ? { ...instance, state: 'stopping' } : instance;
}

function settleReady(seen: ObservedInstance, { now }: SettleFacts): Instance {
  if (!isRunning(seen.container)) return ended(seen, 'exited', now);
  return seen.health?.isDead ? { ...ended(seen, 'exited', now), stopReason: 'unhealthy' } : seen.instance;
}

function settleDraining(seen: ObservedInstance, facts: SettleFacts): Instance {
  const { instance } = seen;
  if (!isRunning(seen.container)) return ended(seen, 'removed', facts.now);
  if (!seen.isRelayed && isDrained(instance, facts.observed)) return { ...instance, state: 'stopping' };
  if (facts.now < drainDeadline(instance, facts.times)) return instance;
  return { ...instance, state: 'stopping', cutRequests: requestsInFlight(instance, facts.observed) };
}

export function drainDeadline(instance: Instance, times: Pick<Times, 'drainDeadlineMs'>): number {
  return (instance.drainingAt ?? 0) + times.drainDeadlineMs;
}

/**
 * No worker sends it anything new, and none has a request open there. Every worker has to serve routes that call
 * it draining: only then can no request be on its way to it any more.
 */
function isDrained(instance: Instance, { routes, workers }: SettleFacts['observed']): boolean {
  if (workers.length === 0 || !routes) return true;
  const listed = routes.document?.versions
    .flatMap((version) => version.instances)
    .find((entry) => entry.instanceId === instance.id);
  if (listed && !listed.isDraining) return false;
  return workers.every((worker) => worker.servedRevision >= routes.revision && !worker.inFlight[instance.id]);
}

function requestsInFlight(instance: Instance, { workers }: SettleFacts['observed']): number {
  return workers.reduce((sum, worker) => sum + (worker.inFlight[instance.id] ?? 0), 0);
}

function isRunning(
  container: Container | null,
): container is Container & { address: NonNullable<Container['address']> } {
  return container?.state === 'running' && container.address !== null;
}

function ended(seen: ObservedInstance, state: InstanceState, now: number): Instance {
  const { instance, container } = seen;
  return {
    ...instance,
    state,
    stoppedAt: between(instance.startedAt ?? instance.createdAt, container?.finishedAt ?? null, now),
    exitCode: container?.exitCode ?? null,
    isOutOfMemory: container?.isOutOfMemory ?? false,
  };
}

/** The engine's clock may differ from ours, by which all waiting is measured. */
function between(earliest: number, at: number | null, now: number): number {
  return Math.max(earliest, Math.min(at ?? now, now));
}
