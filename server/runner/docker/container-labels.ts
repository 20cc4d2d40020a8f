// Labels are all that ties a container to us: they survive every crash of ours and of the engine.
import type { InstanceLabels, InstanceOrder } from '#server/runner/port.ts';

/** Says which installation a container or network belongs to: one engine may serve several. */
export const OWNER_LABEL = 'cloudberth.owner';
export const INSTANCE_LABEL = 'cloudberth.instance';
const ENVIRONMENT_LABEL = 'cloudberth.environment';
const SERVICE_LABEL = 'cloudberth.service';
const VERSION_LABEL = 'cloudberth.version';
const SNAPSHOT_LABEL = 'cloudberth.snapshot';
const PORT_LABEL = 'cloudberth.port';

export function containerName(instanceId: string): string {
  return `berth-${instanceId}`;
}

export function networkName(owner: string, environmentId: string): string {
  return `berth-${owner}-${environmentId}`;
}

export function labelsFor(order: InstanceOrder, owner: string): Record<string, string> {
  return {
    [OWNER_LABEL]: owner,
    [INSTANCE_LABEL]: order.instanceId,
    [ENVIRONMENT_LABEL]: order.environmentId,
    [SERVICE_LABEL]: order.serviceId,
    [VERSION_LABEL]: order.versionId,
    [SNAPSHOT_LABEL]: String(order.snapshotNumber),
    [PORT_LABEL]: String(order.spec.port),
  };
}

/** What {@link labelsFor} wrote; null where the container is not this owner's. */
export function readLabels(
  labels: Record<string, string>,
  owner: string,
): { instance: InstanceLabels; port: number } | null {
  const {
    [INSTANCE_LABEL]: instanceId,
    [ENVIRONMENT_LABEL]: environmentId,
    [SERVICE_LABEL]: serviceId,
    [VERSION_LABEL]: versionId,
    [SNAPSHOT_LABEL]: snapshot,
    [PORT_LABEL]: port,
  } = labels;
  if (labels[OWNER_LABEL] !== owner || !instanceId || !environmentId || !serviceId || !versionId) return null;
  const instance = { instanceId, environmentId, serviceId, versionId, snapshotNumber: Number(snapshot) };
  return { instance, port: Number(port) };
}
