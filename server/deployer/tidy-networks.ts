import { listLivingServices, saveSubnets } from '#db/stores/internal-hosts.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import type { PrivateNetworks } from '#server/runner/port.ts';

/**
 * Compares the engine's networks and relays with the services that live: relays of those that are gone go, and with its
 * last service a network; a relay that somebody stopped or removed is asked for again. A network that instances still leave stays
 * until the next time.
 */
export async function tidyNetworks(context: DeployerContext, networks: PrivateNetworks): Promise<void> {
  const found = await networks.list();
  const living = listLivingServices(context.db);
  const running = found.relays.filter(({ isRunning }) => isRunning);
  askForMissing(context, new Set(running.map(({ serviceId }) => serviceId)));
  for (const { serviceId } of found.relays) {
    if (!living.has(serviceId)) await networks.removeRelay(serviceId);
  }
  const wanted = new Set(living.values());
  saveSubnets(
    context.db,
    found.networks.filter(({ networkId }) => wanted.has(networkId)),
  );
  const inUse = new Set([...wanted, ...context.engine.all().map(({ networkId }) => networkId)]);
  const empty = found.networks.filter(({ networkId }) => !inUse.has(networkId));
  const removals = await Promise.allSettled(empty.map(({ networkId }) => networks.remove(networkId)));
  for (const removal of removals) if (removal.status === 'rejected') throw removal.reason;
}

function askForMissing({ givenTables, wake }: DeployerContext, present: ReadonlySet<string>): void {
  for (const serviceId of givenTables.keys()) {
    if (present.has(serviceId)) continue;
    givenTables.delete(serviceId);
    wake(serviceId);
  }
}
