import { findInstance } from '#db/stores/instances.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { deploymentLog } from '#server/deployer/instance-logs.ts';
import { beforeStop } from '#server/deployer/lifecycle-hooks.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';

/** Stops an instance, or clears away what is left of one that is over, once its log is safe. */
export async function stopInstance(
  context: DeployerContext,
  service: DesiredService,
  { instanceId, isOver }: { instanceId: string; isOver: boolean },
): Promise<void> {
  const { db, runner, engine, logs, times } = context;
  const instance = findInstance(db, instanceId);
  // One that its checks found dead is over and may still run.
  const hasEnded = isOver && engine.get(instanceId)?.state !== 'running';
  if (hasEnded) {
    const versionId = instance?.versionId;
    const deployment = service.versions.find((version) => version.id === versionId)?.deployment;
    await logs.complete(instanceId, deploymentLog(deployment));
  }
  if (instance && !hasEnded) await beforeStop(context, service, instance);
  const finishedAt = engine.get(instanceId)?.finishedAt;
  await runner.stop(instanceId, hasEnded ? 0 : times.stopGraceMs);
  if (!isOver) context.findings.removals.set(instanceId, finishedAt ?? context.now());
  engine.remove(instanceId);
}
