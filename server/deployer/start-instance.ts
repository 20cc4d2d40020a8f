import { findInstance } from '#db/stores/instances.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import { type InstanceOrder, RunnerError, type RunningInstance } from '#server/runner/port.ts';

/** Starts the instance of a row that is there, and notes where the engine refused. */
export async function startInstance(
  context: DeployerContext,
  service: DesiredService,
  instanceId: string,
  signal: AbortSignal,
): Promise<void> {
  const order = orderOf(context, service, instanceId);
  if (!order) return;
  try {
    const started = await startWithImage(context, order, signal);
    context.engine.put(started);
    const isUsable = started.state === 'exited' || started.address !== null;
    if (!isUsable) throw new Error(`instance ${instanceId} was started and has no address`);
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof RunnerError) || error.code === 'engine_unavailable') throw error;
    context.findings.startErrors.set(instanceId, { code: error.code, message: error.message });
  }
}

/** An image that was there once may have been removed since: it is fetched again. */
async function startWithImage(
  { runner }: DeployerContext,
  order: InstanceOrder,
  signal: AbortSignal,
): Promise<RunningInstance> {
  try {
    return await runner.start(order);
  } catch (error) {
    if (!(error instanceof RunnerError) || error.code !== 'image_missing') throw error;
    await runner.ensureImage(order.spec.source.image, () => {}, signal);
    return await runner.start(order);
  }
}

function orderOf(
  { db }: DeployerContext,
  service: DesiredService,
  instanceId: string,
): InstanceOrder | undefined {
  const instance = findInstance(db, instanceId);
  const version = service.versions.find((candidate) => candidate.id === instance?.versionId);
  if (!instance || !version) return undefined;
  return {
    instanceId,
    environmentId: service.environmentId,
    serviceId: service.id,
    serviceName: service.name,
    versionId: version.id,
    versionName: version.name,
    snapshotNumber: instance.snapshotNumber,
    spec: readSpec(db, version.id, instance.snapshotNumber),
  };
}
