import type { Db } from '#db/open.ts';
import { findInstance } from '#db/stores/instances.ts';
import { findSnapshotImage } from '#db/stores/snapshot-images.ts';
import { readSpec } from '#db/stores/versions.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { openSecret, UnreadableSecret } from '#server/deployer/open-secret.ts';
import { pullImage } from '#server/deployer/prepare-image.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import type { StartError } from '#server/domain/plan/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import { imageName } from '#server/domain/version-source.ts';
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

function orderOf(
  context: DeployerContext,
  service: DesiredService,
  instanceId: string,
): InstanceOrder | undefined {
  const { db } = context;
  const instance = findInstance(db, instanceId);
  const version = service.versions.find((candidate) => candidate.id === instance?.versionId);
  if (!instance || !version) return undefined;
  const spec = readSpec(db, version.id, instance.snapshotNumber);
  return {
    instanceId,
    environmentId: service.environmentId,
    networkId: service.networkId,
    serviceId: service.id,
    serviceName: service.name,
    versionId: version.id,
    versionName: version.name,
    snapshotNumber: instance.snapshotNumber,
    spec,
    image: imageOf(db, version.id, instance.snapshotNumber, spec),
    env: spec.env.map((entry) => {
      const { name } = entry;
      if (entry.kind === 'plain') return { name, value: entry.value };
      return { name, value: openSecret(context, entry.secretId, { what: 'variable', name }) };
    }),
  };
}

/** Snapshots of before images were noted down name theirs by its reference alone. */
function imageOf(db: Db, versionId: string, snapshotNumber: number, spec: VersionSpec): string {
  return findSnapshotImage(db, versionId, snapshotNumber)?.image ?? imageName(spec);
}
