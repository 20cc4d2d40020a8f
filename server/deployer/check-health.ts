// 应用存活探针 and 应用业务探针 (S4-9): what is asked of an instance for as long as it is ready.
import { setTimeout as wait } from 'node:timers/promises';
import { findInstance } from '#db/stores/instances.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { type ProbeTarget, probe } from '#server/deployer/probe.ts';
import { runInside } from '#server/deployer/run-inside.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import type { Health } from '#server/domain/plan/observed.ts';
import type { HealthCheck } from '#server/domain/spec.ts';

type Asked = { context: DeployerContext; instanceId: string; serviceId: string; readyAt: number };

/** Asks until the signal, and notes what the plan is to know. One that is dead is not asked any more. */
export async function checkHealth(
  context: DeployerContext,
  service: DesiredService,
  instanceId: string,
  signal: AbortSignal,
): Promise<void> {
  const { db } = context;
  const instance = findInstance(db, instanceId);
  if (!instance || instance.host === null || instance.port === null || instance.readyAt === null) return;
  const { liveness, readiness } = readSpec(db, instance.versionId, instance.snapshotNumber);
  const asked = { context, instanceId, serviceId: service.id, readyAt: instance.readyAt };
  const target = {
    host: instance.host,
    port: instance.port,
    execute: runInside(context, service, instanceId),
  };
  await Promise.all([
    liveness && keepAsking(asked, liveness, target, 'isDead', signal),
    readiness && keepAsking(asked, readiness, target, 'isUnfit', signal),
  ]);
}

async function keepAsking(
  asked: Asked,
  check: HealthCheck,
  place: Pick<ProbeTarget, 'host' | 'port' | 'execute'>,
  mark: keyof Health,
  signal: AbortSignal,
): Promise<void> {
  const target = { ...place, probe: check.check, timeoutMs: check.timeoutSeconds * 1000 };
  const { now } = asked.context;
  let pauseMs = Math.max(0, asked.readyAt + check.delaySeconds * 1000 - now());
  let failures = 0;
  while (await pause(pauseMs, signal)) {
    pauseMs = check.periodSeconds * 1000;
    const isHealthy = (await probe(target, signal)).kind === 'ready';
    if (signal.aborted) return;
    // A command needs the engine: that one is silent says nothing of the instance.
    if (!isHealthy && check.check.kind === 'exec' && asked.context.engine.downSince !== null) continue;
    failures = isHealthy ? 0 : failures + 1;
    note(asked, mark, failures >= check.failures);
    if (mark === 'isDead' && failures >= check.failures) return;
  }
}

function note({ context, instanceId, serviceId }: Asked, mark: keyof Health, isSo: boolean): void {
  const { health } = context.findings;
  const before = health.get(instanceId) ?? { isDead: false, isUnfit: false };
  if (before[mark] === isSo) return;
  const after = { ...before, [mark]: isSo };
  if (after.isDead || after.isUnfit) health.set(instanceId, after);
  else health.delete(instanceId);
  context.wake(serviceId);
}

/** False where it was called off. */
async function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  await wait(ms, undefined, { signal }).catch(() => {}); // Aborted: the caller is told by the result.
  return !signal.aborted;
}
