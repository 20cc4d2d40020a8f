import { RunnerError } from '#server/runner/port.ts';
import { networkName, OWNER_LABEL } from './container-labels.ts';
import { type Engine, EngineRefusal } from './engine.ts';

/** The environment's own bridge network; there already is success. Throws `start_refused`. */
export function ensureNetwork(engine: Engine, owner: string, environmentId: string): Promise<void> {
  const name = networkName(owner, environmentId);
  // Once at a time: the engine's own check lets two of one name through, and then refuses the name as ambiguous.
  return engine.once(name, async () => {
    if (!(await exists(engine, name))) await createNetwork(engine, name, owner);
  });
}

async function exists(engine: Engine, name: string): Promise<boolean> {
  try {
    await engine.ask((docker) => docker.getNetwork(name).inspect());
    return true;
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return false;
    throw error;
  }
}

async function createNetwork(engine: Engine, name: string, owner: string): Promise<void> {
  const options = { Name: name, Driver: 'bridge', CheckDuplicate: true, Labels: { [OWNER_LABEL]: owner } };
  try {
    await engine.ask((docker) => docker.createNetwork(options));
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.status === 409) return; // Somebody was quicker.
    throw new RunnerError('start_refused', error.message, { cause: error });
  }
}

/** Gone already is success. Throws `engine_unavailable` (later) while containers are still on it. */
export async function removeNetwork(engine: Engine, owner: string, environmentId: string): Promise<void> {
  try {
    await engine.ask((docker) => docker.getNetwork(networkName(owner, environmentId)).remove());
  } catch (error) {
    if (!(error instanceof EngineRefusal) || error.status !== 404) throw error;
  }
}
