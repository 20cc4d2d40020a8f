// The container of a relay: made once with an IP of its network's upper half, then only its table is replaced. It comes
// back with the engine by itself, without the deployer.
import { buffer } from 'node:stream/consumers';
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { pack } from 'tar-stream';
import type { RelayTable } from '#server/domain/internal-address.ts';
import { type RelayOrder, RunnerError } from '#server/runner/port.ts';
import { containerName, networkName, readRelayLabels, relayLabels, relayName } from './container-labels.ts';
import { createContainer } from './create-container.ts';
import { type Engine, EngineRefusal } from './engine.ts';
import { HARDENING } from './hardening.ts';
import { ensureNetwork, inspectNetwork, subnetOf } from './networks.ts';
import { ensureRelayImage, RELAY_FOLDER, TABLE_FILE } from './relay-image.ts';
import { isInUpperHalf, upperAddresses } from './subnet.ts';

const MEMORY_BYTES = 96 * 1024 ** 2;
/** Addresses that others hold and we were not told of are few. */
const MOST_ATTEMPTS = 20;

/**
 * Gives its IP; null where the network was made before networks had two halves, and where this program is of another
 * system than the relay would have to be. Throws `engine_unavailable`.
 */
export async function ensureRelay(
  engine: Engine,
  owner: string,
  order: RelayOrder,
): Promise<{ host: string } | null> {
  if (process.platform !== 'linux') return null;
  const name = relayName(order.serviceId);
  const image = await ensureRelayImage(engine);
  const host = await runningHost(engine, owner, order, image);
  if (host) {
    await putTable(engine, name, order.table);
    return { host };
  }
  await removeRelay(engine, owner, name);
  await ensureNetwork(engine, owner, order.networkId);
  return makeRelay(engine, owner, order, image);
}

/** Gone already is success; somebody else's container of that name is left alone. */
export async function removeRelay(engine: Engine, owner: string, name: string): Promise<void> {
  const found = await inspect(engine, name);
  if (!found || !readRelayLabels(found.Config.Labels, owner)) return;
  try {
    await engine.ask((docker) => docker.getContainer(name).remove({ force: true, v: true }));
  } catch (error) {
    if (!(error instanceof EngineRefusal) || ![404, 409].includes(error.status)) throw error;
  }
}

/** Null where it has to be made: missing, stopped by hand, of an older program, or at another address. */
async function runningHost(
  engine: Engine,
  owner: string,
  { serviceId, networkId, host }: RelayOrder,
  image: string,
): Promise<string | null> {
  const found = await inspect(engine, relayName(serviceId));
  if (!found?.State.Running || found.Image !== image) return null;
  const address = found.NetworkSettings.Networks[networkName(owner, networkId)]?.IPAddress;
  return address && (host === null || host === address) ? address : null;
}

async function makeRelay(
  engine: Engine,
  owner: string,
  order: RelayOrder,
  image: string,
): Promise<{ host: string } | null> {
  const network = await inspectNetwork(engine, networkName(owner, order.networkId));
  const subnet = network && subnetOf(network);
  if (!network?.IPAM?.Config?.[0]?.IPRange || !subnet) return null;
  let attempts = 0;
  for (const host of addressesFor(order, subnet)) {
    if (await startAt(engine, owner, order, image, host)) return { host };
    attempts += 1;
    if (attempts === MOST_ATTEMPTS) break;
  }
  throw new RunnerError('engine_unavailable', `No address is free for the relay of ${order.serviceName}`);
}

/** The reserved one and no other, as long as the network has it; else those that nobody reserved. */
function* addressesFor({ host, reservedHosts }: RelayOrder, subnet: string): Generator<string> {
  if (host !== null && isInUpperHalf(subnet, host)) yield host;
  else for (const free of upperAddresses(subnet)) if (!reservedHosts.includes(free)) yield free;
}

/** False where somebody has the address. */
async function startAt(
  engine: Engine,
  owner: string,
  order: RelayOrder,
  image: string,
  host: string,
): Promise<boolean> {
  const name = relayName(order.serviceId);
  await createContainer(engine, owner, name, relayOptions(order, owner, image, host));
  try {
    await putTable(engine, name, order.table);
    await engine.ask((docker) => docker.getContainer(name).start());
    return true;
  } catch (error) {
    await removeRelay(engine, owner, name);
    if (error instanceof EngineRefusal && /address already in use/i.test(error.message)) return false;
    throw error;
  }
}

function relayOptions(order: RelayOrder, owner: string, image: string, host: string): ContainerCreateOptions {
  const network = networkName(owner, order.networkId);
  return {
    Image: image,
    Labels: relayLabels(order, owner),
    HostConfig: {
      NetworkMode: network,
      RestartPolicy: { Name: 'always' },
      Memory: MEMORY_BYTES,
      MemorySwap: MEMORY_BYTES,
      PidsLimit: 64,
      ...HARDENING,
      Sysctls: { 'net.ipv4.ip_unprivileged_port_start': '0' }, // Port 80 without any privilege.
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
    },
    NetworkingConfig: {
      EndpointsConfig: {
        [network]: { Aliases: [order.serviceName], IPAMConfig: { IPv4Address: host } },
      },
    },
  };
}

/** By the engine's archive endpoint, which works on engines of other machines too. */
async function putTable(engine: Engine, name: string, { listeners, targets }: RelayTable): Promise<void> {
  const named = Object.entries(targets).map(([version, instances]) => [
    version,
    instances.map(({ instanceId, port }) => ({ host: containerName(instanceId), port })),
  ]);
  const archive = pack();
  archive.entry({ name: TABLE_FILE }, JSON.stringify({ listeners, targets: Object.fromEntries(named) }));
  archive.finalize();
  const body = await buffer(archive);
  await engine.ask((docker) => docker.getContainer(name).putArchive(body, { path: RELAY_FOLDER }));
}

async function inspect(engine: Engine, name: string): Promise<ContainerInspectInfo | null> {
  try {
    return await engine.ask((docker) => docker.getContainer(name).inspect());
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return null;
    throw error;
  }
}
