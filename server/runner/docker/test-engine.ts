// For tests only: whether there is an engine to test with, and leaving it as it was found.
import { setTimeout as wait } from 'node:timers/promises';
import { OWNER_LABEL } from './container-labels.ts';
import { Engine } from './engine.ts';
import { removeNetworkNamed } from './networks.ts';

/** False where an engine answers. In CI a missing engine is a failure, elsewhere a reason to skip. */
export async function skipWithoutEngine(): Promise<string | false> {
  const { DOCKER_HOST, CI } = process.env;
  if (CI === 'true' || (await new Engine(DOCKER_HOST).answers(2000))) return false;
  return `no Docker Engine answers at ${DOCKER_HOST ?? 'the usual socket'}`;
}

const GONE_WITHIN_MS = 20_000;

/**
 * Removes every container and network of an owner; what somebody else is removing at this moment is waited for.
 * What the engine itself cannot remove (its own mount is busy, or a network's place outlived its container) is said and
 * left: nothing runs there.
 */
export async function removeAllOf(engine: Engine, owner: string): Promise<void> {
  const { docker } = engine;
  const filters = { label: [`${OWNER_LABEL}=${owner}`] };
  const deadline = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    const containers = await docker.listContainers({ all: true, filters });
    if (containers.length === 0) break;
    const refusals = await Promise.all(containers.map(({ Id }) => removed(docker, Id)));
    if (performance.now() < deadline) continue;
    const inUse = containers.filter(({ State }) => State !== 'dead');
    if (inUse.length > 0) throw new Error(`still there: ${inUse.map(({ Names }) => Names)}: ${refusals}`);
    console.warn(`the engine cannot remove what is dead: ${refusals}`);
    return;
  }
  const networks = (await docker.listNetworks()).filter(({ Name }) => Name.startsWith(`berth-${owner}-`));
  await Promise.all(networks.map(({ Name }) => networkRemoved(engine, Name, deadline)));
}

/** Its containers are gone: where the engine holds on to a place that it does not even name, it is left to it. */
async function networkRemoved(engine: Engine, name: string, deadline: number): Promise<void> {
  for (;;) {
    try {
      return await removeNetworkNamed(engine, name);
    } catch (error) {
      if (!/has active endpoints/.test(String(error))) throw error;
      if (performance.now() > deadline) return console.warn(`the engine cannot remove a network: ${error}`);
      await wait(500);
    }
  }
}

/** The engine's words where it refused; undefined once it has agreed. 404: gone. 409: somebody is removing it. */
async function removed(docker: Engine['docker'], id: string): Promise<string | undefined> {
  try {
    await docker.getContainer(id).remove({ force: true, v: true });
    return undefined;
  } catch (error) {
    const { statusCode, message } = error as Error & { statusCode?: number };
    if (statusCode === 404) return undefined;
    if (statusCode !== 409 && !/device or resource busy/.test(message)) throw error;
    await wait(200);
    return message;
  }
}
