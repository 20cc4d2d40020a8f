// The bridge network of a 私有网络. Its subnet is cut in two: instances get their addresses from the lower half by the
// engine, relays theirs from the upper half by us, so that no instance ever takes the address of a relay that is down.
import type { NetworkInspectInfo } from 'dockerode';
import { RunnerError } from '#server/runner/port.ts';
import { networkName, OWNER_LABEL } from './container-labels.ts';
import { type Engine, EngineRefusal } from './engine.ts';
import { halvesOf } from './subnet.ts';

/** Another installation may take the subnet between our two calls. */
const MOST_ATTEMPTS = 10;
/** How the engine names a place whose container it does not know any more (moby, network inspect). */
const UNKNOWN_PREFIX = 'ep-';

/** There already is success. Throws `start_refused`. */
export function ensureNetwork(engine: Engine, owner: string, networkId: string): Promise<void> {
  const name = networkName(owner, networkId);
  // Once at a time: the engine's own check lets two of one name through, and then refuses the name as ambiguous.
  return engine.once(name, async () => {
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const found = await inspectNetwork(engine, name);
      if (found && !(await isToBeCut(engine, found))) return;
      await createNetwork(engine, { name, owner, subnet: found && subnetOf(found) });
    }
    throw new RunnerError('start_refused', `The network ${name} gets no subnet of its own`);
  });
}

/**
 * The engine alone knows which subnet is free: it chooses one for a plain network, which is then removed and made again
 * in two halves. False where it is so already, or where containers of an earlier time are still on it.
 */
async function isToBeCut(engine: Engine, { Id, IPAM }: NetworkInspectInfo): Promise<boolean> {
  if (IPAM?.Config?.some(({ IPRange }) => IPRange)) return false;
  try {
    await engine.ask((docker) => docker.getNetwork(Id).remove());
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.status !== 404) return false;
  }
  return true;
}

/** Null where there is none. */
export async function inspectNetwork(engine: Engine, name: string): Promise<NetworkInspectInfo | null> {
  try {
    return await engine.ask((docker) => docker.getNetwork(name).inspect());
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return null;
    throw error;
  }
}

export function subnetOf({ IPAM }: Pick<NetworkInspectInfo, 'IPAM'>): string | null {
  return IPAM?.Config?.[0]?.Subnet ?? null;
}

/** Without `subnet` the engine chooses one. */
async function createNetwork(
  engine: Engine,
  { name, owner, subnet }: { name: string; owner: string; subnet: string | null },
): Promise<void> {
  const halves = subnet === null ? null : halvesOf(subnet);
  const options = {
    Name: name,
    Driver: 'bridge',
    CheckDuplicate: true,
    Labels: { [OWNER_LABEL]: owner },
    ...(halves
      ? { IPAM: { Config: [{ Subnet: halves.subnet, IPRange: halves.lower, Gateway: halves.gateway }] } }
      : {}),
  };
  try {
    await engine.ask((docker) => docker.createNetwork(options));
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.status === 409) return; // Somebody was quicker.
    if (halves && /overlap/i.test(error.message)) return createNetwork(engine, { name, owner, subnet: null });
    throw new RunnerError('start_refused', error.message, { cause: error });
  }
}

/** Gone already is success. Throws `engine_unavailable` (later) while containers are still on it. */
export function removeNetwork(engine: Engine, owner: string, networkId: string): Promise<void> {
  return removeNetworkNamed(engine, networkName(owner, networkId));
}

/**
 * An engine that removed a container while it was starting can keep the container's place on the network, and refuses
 * for ever to remove a network with a place taken: what belongs to no container any more is taken off first.
 */
export async function removeNetworkNamed(engine: Engine, name: string): Promise<void> {
  try {
    await engine.ask((docker) => docker.getNetwork(name).remove());
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.status === 404) return;
    if (!(await isFreedOfTheGone(engine, name))) throw error;
    await removeNetworkNamed(engine, name);
  }
}

/** Whether places were taken off whose containers are gone. */
async function isFreedOfTheGone(engine: Engine, name: string): Promise<boolean> {
  const places = Object.entries((await inspectNetwork(engine, name))?.Containers ?? {});
  let isFreed = false;
  for (const [containerId, { Name }] of places) {
    if (!(await isGone(engine, containerId))) continue;
    await engine.ask((docker) => docker.getNetwork(name).disconnect({ Container: Name, Force: true }));
    isFreed = true;
  }
  return isFreed;
}

async function isGone(engine: Engine, containerId: string): Promise<boolean> {
  if (containerId.startsWith(UNKNOWN_PREFIX)) return true;
  try {
    await engine.ask((docker) => docker.getContainer(containerId).inspect());
    return false;
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return true;
    throw error;
  }
}
