// 私有网络 on a Docker Engine, and the relays in them. Nothing is remembered here: labels tell what is whose.
import type { PrivateNetworks, RelayOrder } from '#server/runner/port.ts';
import { networkPrefix, OWNER_LABEL, readRelayLabels, relayFilter, relayName } from './container-labels.ts';
import type { Engine } from './engine.ts';
import { removeNetwork, subnetOf } from './networks.ts';
import { ensureRelay, removeRelay } from './relay-container.ts';
import { isRelayed } from './relay-report.ts';

export class DockerNetworks implements PrivateNetworks {
  readonly #engine: Engine;
  readonly #owner: string;

  constructor(engine: Engine, owner: string) {
    this.#engine = engine;
    this.#owner = owner;
  }

  ensureRelay(order: RelayOrder): Promise<{ host: string } | null> {
    return ensureRelay(this.#engine, this.#owner, order);
  }

  removeRelay(serviceId: string): Promise<void> {
    return removeRelay(this.#engine, this.#owner, relayName(serviceId));
  }

  isRelayed(serviceId: string, instanceId: string): Promise<boolean> {
    return isRelayed(this.#engine, this.#owner, { serviceId, instanceId });
  }

  async list(): ReturnType<PrivateNetworks['list']> {
    const prefix = networkPrefix(this.#owner);
    const [networks, relays] = await Promise.all([
      this.#engine.ask((docker) =>
        docker.listNetworks({ filters: { label: [`${OWNER_LABEL}=${this.#owner}`] } }),
      ),
      this.#engine.ask((docker) =>
        docker.listContainers({ all: true, filters: { label: relayFilter(this.#owner) } }),
      ),
    ]);
    return {
      networks: networks
        .filter(({ Name }) => Name.startsWith(prefix))
        .map((network) => ({ networkId: network.Name.slice(prefix.length), subnet: subnetOf(network) })),
      relays: relays.flatMap(({ Labels, State }) => {
        const labels = readRelayLabels(Labels, this.#owner);
        return labels ? [{ ...labels, isRunning: State === 'running' }] : [];
      }),
    };
  }

  remove(networkId: string): Promise<void> {
    return removeNetwork(this.#engine, this.#owner, networkId);
  }
}
