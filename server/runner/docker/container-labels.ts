// Labels are all that ties a container to us: they survive every crash of ours and of the engine.
import type { InstanceLabels, InstanceOrder } from '#server/runner/port.ts';

/** Says which installation a container or network belongs to: one engine may serve several. */
export const OWNER_LABEL = 'cloudberth.owner';
export const INSTANCE_LABEL = 'cloudberth.instance';
const ENVIRONMENT_LABEL = 'cloudberth.environment';
const NETWORK_LABEL = 'cloudberth.network';
const SERVICE_LABEL = 'cloudberth.service';
const VERSION_LABEL = 'cloudberth.version';
const SNAPSHOT_LABEL = 'cloudberth.snapshot';
const PORT_LABEL = 'cloudberth.port';
const ROLE_LABEL = 'cloudberth.role';

export function containerName(instanceId: string): string {
  return `berth-${instanceId}`;
}

export function networkName(owner: string, networkId: string): string {
  return `${networkPrefix(owner)}${networkId}`;
}

export function networkPrefix(owner: string): string {
  return `berth-${owner}-`;
}

export function labelsFor(order: InstanceOrder, owner: string): Record<string, string> {
  return {
    [OWNER_LABEL]: owner,
    [INSTANCE_LABEL]: order.instanceId,
    [ENVIRONMENT_LABEL]: order.environmentId,
    [NETWORK_LABEL]: order.networkId,
    [SERVICE_LABEL]: order.serviceId,
    [VERSION_LABEL]: order.versionId,
    [SNAPSHOT_LABEL]: String(order.snapshotNumber),
    [PORT_LABEL]: String(order.spec.port),
    // Said, because an image may bring labels of its own: ours go before them, and none of ours may be left to it.
    [ROLE_LABEL]: 'instance',
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
    // Of before environments could have several networks: theirs was called as they were.
    [NETWORK_LABEL]: networkId = environmentId,
    [SERVICE_LABEL]: serviceId,
    [VERSION_LABEL]: versionId,
    [SNAPSHOT_LABEL]: snapshot,
    [PORT_LABEL]: port,
  } = labels;
  if (labels[OWNER_LABEL] !== owner || !instanceId || !environmentId || !networkId) return null;
  if (!serviceId || !versionId) return null;
  const snapshotNumber = Number(snapshot);
  const instance = { instanceId, environmentId, networkId, serviceId, versionId, snapshotNumber };
  return { instance, port: Number(port) };
}

export function relayName(serviceId: string): string {
  return `berth-relay-${serviceId}`;
}

/** Finds the relays of an owner. */
export function relayFilter(owner: string): string[] {
  return [`${OWNER_LABEL}=${owner}`, `${ROLE_LABEL}=relay`];
}

export function relayLabels(
  order: { serviceId: string; networkId: string },
  owner: string,
): Record<string, string> {
  return {
    [OWNER_LABEL]: owner,
    [ROLE_LABEL]: 'relay',
    [SERVICE_LABEL]: order.serviceId,
    [NETWORK_LABEL]: order.networkId,
  };
}

/** What {@link relayLabels} wrote; null where the container is not a relay of this owner. */
export function readRelayLabels(
  labels: Record<string, string>,
  owner: string,
): { serviceId: string; networkId: string } | null {
  const { [ROLE_LABEL]: role, [SERVICE_LABEL]: serviceId, [NETWORK_LABEL]: networkId } = labels;
  if (labels[OWNER_LABEL] !== owner || role !== 'relay' || !serviceId || !networkId) return null;
  return { serviceId, networkId };
}
