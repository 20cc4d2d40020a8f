import { setTimeout as wait } from 'node:timers/promises';
import { findInstance } from '#db/stores/instances.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { afterStart } from '#server/deployer/lifecycle-hooks.ts';
import { type ProbeTarget, probe } from '#server/deployer/probe.ts';
import { runInside } from '#server/deployer/run-inside.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';

/** A fast container is to be ready fast: the pause begins here and doubles up to the configured period. */
const FIRST_PAUSE_MS = 50;

/** Runs 启动后处理, then probes after the initial delay until the instance is ready, noting each result. */
export async function probeUntilReady(
  context: DeployerContext,
  service: DesiredService,
  instanceId: string,
  signal: AbortSignal,
): Promise<void> {
  const { db, findings, times } = context;
  const instance = findInstance(db, instanceId);
  if (!instance || instance.host === null || instance.port === null) return;
  const failure = await afterStart(context, service, instance, signal);
  if (signal.aborted) return;
  if (failure) {
    findings.startErrors.set(instanceId, failure);
    return;
  }
  const spec = readSpec(db, instance.versionId, instance.snapshotNumber);
  const target: ProbeTarget = {
    host: instance.host,
    port: instance.port,
    probe: spec.probe,
    timeoutMs: spec.probe.kind === 'exec' ? times.probeCommandTimeoutMs : times.probeTimeoutMs,
    execute: runInside(context, service, instanceId),
  };
  const beginAt = (instance.startedAt ?? context.now()) + spec.initialDelaySeconds * 1000;
  let pauseMs = Math.max(0, beginAt - context.now());
  let nextPauseMs = FIRST_PAUSE_MS;
  while (await pause(pauseMs, signal)) {
    const result = await probe(target, signal);
    if (signal.aborted) return;
    const before = findings.probes.get(instanceId);
    findings.probes.set(instanceId, result);
    if (result.kind === 'ready') return;
    if (before?.kind !== result.kind) context.wake(instance.serviceId);
    pauseMs = Math.min(nextPauseMs, times.probePeriodMs);
    nextPauseMs *= 2;
  }
}

/** False where it was called off. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await wait(ms, undefined, { signal }).catch(() => {}); // Aborted: the caller is told by the result.
  return !signal.aborted;
}
