import { findInstance } from '#db/stores/instances.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { deploymentLog } from '#server/deployer/instance-logs.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';

/** Stops an instance, or clears away what is left of one that is over, once its log is safe. */
export async function stopInstance(
  { db, runner, engine, logs, times }: DeployerContext,
  service: DesiredService,
  { instanceId, isOver }: { instanceId: string; isOver: boolean },
): Promise<void> {
  if (isOver) {
    const versionId = findInstance(db, instanceId)?.versionId;
    const deployment = service.versions.find((version) => version.id === versionId)?.deployment;
    await logs.complete(instanceId, deploymentLog(deployment));
  }
  await runner.stop(instanceId, isOver ? 0 : times.stopGraceMs);
  engine.remove(instanceId);
}
