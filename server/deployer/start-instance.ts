import { makeCollectedFolder } from '#server/deployer/collected-folder.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { orderOf } from '#server/deployer/instance-order.ts';
import { UnreadableSecret } from '#server/deployer/open-secret.ts';
import { pullImage } from '#server/deployer/prepare-image.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import type { StartError } from '#server/domain/plan/observed.ts';
import { type InstanceOrder, RunnerError, type RunningInstance } from '#server/runner/port.ts';

/** Starts the instance of a row that is there, and notes where the engine refused. */
export async function startInstance(
  context: DeployerContext,
  service: DesiredService,
  instanceId: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    const order = orderOf(context, service, instanceId);
    if (!order) return;
    if (order.collects) makeCollectedFolder(order.collects);
    const started = await startWithImage(context, order, signal);
    context.engine.put(started);
    const isUsable = started.state === 'exited' || started.address !== null;
    if (!isUsable) throw new Error(`instance ${instanceId} was started and has no address`);
  } catch (error) {
    if (signal.aborted) return;
    const found = startErrorOf(error);
    if (!found) throw error;
    context.findings.startErrors.set(instanceId, found);
  }
}

/** Undefined for what may be over the next time. */
function startErrorOf(error: unknown): StartError | undefined {
  if (error instanceof UnreadableSecret) return { code: error.code, params: error.params };
  if (!(error instanceof RunnerError) || error.code === 'engine_unavailable') return undefined;
  const code = error.code === 'start_refused' ? error.code : 'image_missing';
  return { code, message: error.message };
}

/** An image that was there once may have been removed since: it is fetched again. */
async function startWithImage(
  context: DeployerContext,
  order: InstanceOrder,
  signal: AbortSignal,
): Promise<RunningInstance> {
  const { runner } = context;
  try {
    return await runner.start(order);
  } catch (error) {
    if (!(error instanceof RunnerError) || error.code !== 'image_missing') throw error;
    const { source } = order.spec;
    if (source.kind !== 'image') throw error;
    const version = { id: order.versionId, snapshotNumber: order.snapshotNumber };
    const { image } = await pullImage(context, version, source, () => {}, signal);
    return await runner.start({ ...order, image });
  }
}
