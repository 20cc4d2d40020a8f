// For tests only: whether there is an engine to test with, and leaving it as it was found.
import { OWNER_LABEL } from './container-labels.ts';
import { Engine } from './engine.ts';

/** False where an engine answers. In CI a missing engine is a failure, elsewhere a reason to skip. */
export async function skipWithoutEngine(): Promise<string | false> {
  const { DOCKER_HOST, CI } = process.env;
  if (CI === 'true' || (await new Engine(DOCKER_HOST).answers(2000))) return false;
  return `no Docker Engine answers at ${DOCKER_HOST ?? 'the usual socket'}`;
}

/** Removes every container and network of an owner. */
export async function removeAllOf({ docker }: Engine, owner: string): Promise<void> {
  const filters = { label: [`${OWNER_LABEL}=${owner}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const networks = (await docker.listNetworks()).filter(({ Name }) => Name.startsWith(`berth-${owner}-`));
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
}
