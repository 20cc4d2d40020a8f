// 私有网络 as the console shows it.
import type { Db } from '#db/open.ts';
import {
  countServicesOfNetworks,
  findNetwork,
  listNetworks,
  type Network,
  readSubnets,
} from '#db/stores/networks.ts';

export type NetworkView = ReturnType<typeof toView>;
export type NetworkWithServices = ReturnType<typeof readNetworkViews>[number];

/** Those that have a service, oldest first. */
export function readNetworkViews(db: Db, environmentId: string) {
  const networks = listNetworks(db, environmentId);
  const ids = networks.map(({ id }) => id);
  const subnets = readSubnets(db, ids);
  const counts = countServicesOfNetworks(db, ids);
  return networks.map((network) => ({
    ...toView(network, subnets),
    serviceCount: counts.get(network.id) ?? 0,
  }));
}

/** Null for a service of before networks had rows. */
export function readNetworkView(db: Db, networkId: string): NetworkView | null {
  const network = findNetwork(db, networkId);
  return network ? toView(network, readSubnets(db, [networkId])) : null;
}

/** `subnet` is the engine's choice; null before it made the network, and where the runner has none. */
function toView({ id, name }: Network, subnets: Map<string, string>) {
  return { id, name, subnet: subnets.get(id) ?? null };
}
