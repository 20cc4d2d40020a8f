import type { ContainerCreateOptions } from 'dockerode';
import type { CollectedFolder } from '#server/runner/port.ts';
import { requireAllowed } from './allowed-options.ts';
import type { Engine } from './engine.ts';

/**
 * The one call that makes a container. Its body goes apart from the query: by itself the client would write all of it,
 * secrets too, into the URL. Throws `start_refused` before the engine is asked where an option is not allowed.
 */
export async function createContainer(
  engine: Engine,
  owner: string,
  name: string,
  options: ContainerCreateOptions,
  collects: CollectedFolder | null = null,
): Promise<void> {
  requireAllowed(options, owner, collects);
  await engine.ask((docker) => docker.createContainer({ name, _query: { name }, _body: options } as object));
}
