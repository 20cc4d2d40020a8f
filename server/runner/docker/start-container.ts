import { setTimeout as wait } from 'node:timers/promises';
import { type InstanceOrder, RunnerError } from '#server/runner/port.ts';
import { containerName, readLabels } from './container-labels.ts';
import { containerOptions } from './container-options.ts';
import { createContainer } from './create-container.ts';
import { type Engine, EngineRefusal } from './engine.ts';
import { ensureNetwork } from './networks.ts';
import { requireCollectable } from './require-collectable.ts';

const CREATE_DEADLINE_MS = 10_000;
const START_DEADLINE_MS = 60_000;

/** Creates the container and starts it, or finishes what an interrupted start left. An exited one stays so. */
export async function startContainer(engine: Engine, owner: string, order: InstanceOrder): Promise<void> {
  const name = containerName(order.instanceId);
  const status = await statusOf(engine, owner, name);
  if (status !== null && status !== 'created') return;
  await ensureNetwork(engine, owner, order.networkId);
  if (status === null) await create(engine, owner, order, name);
  if ((await statusOf(engine, owner, name)) === 'created') await start(engine, name);
}

/** The engine's word for its state; null where there is none. Throws where the name is somebody else's. */
async function statusOf(engine: Engine, owner: string, name: string): Promise<string | null> {
  try {
    const { Config, State } = await engine.ask((docker) => docker.getContainer(name).inspect());
    if (readLabels(Config.Labels, owner)) return State.Status;
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return null;
    throw error;
  }
  throw new RunnerError('start_refused', `The container name ${name} belongs to another installation`);
}

/** Whoever reserves the name first creates it; the others wait until it can be seen. */
async function create(engine: Engine, owner: string, order: InstanceOrder, name: string): Promise<void> {
  if (order.collects) await requireCollectable(engine, owner, order, order.collects);
  const options = containerOptions(order, owner, await canDialContainers(engine));
  const deadline = performance.now() + CREATE_DEADLINE_MS;
  for (;;) {
    try {
      await createContainer(engine, owner, name, options, order.collects ?? null);
      return;
    } catch (error) {
      if (!(error instanceof EngineRefusal)) throw error;
      if (error.status !== 409 || performance.now() > deadline) throw refusedCreate(error);
      if ((await statusOf(engine, owner, name)) !== null) return;
      await wait(50);
    }
  }
}

function refusedCreate(error: EngineRefusal): RunnerError {
  const isImage = error.status === 404 && /image/i.test(error.message);
  return new RunnerError(isImage ? 'image_missing' : 'start_refused', error.message, { cause: error });
}

/** A container that cannot be started is of no use to anybody: it goes, and the engine's reason stays. */
async function start(engine: Engine, name: string): Promise<void> {
  try {
    await engine.ask((docker) => docker.getContainer(name).start(), START_DEADLINE_MS);
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.status === 304) return; // Somebody was quicker.
    await engine.ask((docker) => docker.getContainer(name).remove({ force: true, v: true })).catch(() => {}); // The sweep finds it.
    throw new RunnerError('start_refused', error.message, { cause: error });
  }
}

type EngineInfo = { SecurityOptions?: string[] | null; OperatingSystem?: string };

/** Rootless engines and those in a virtual machine keep their networks to themselves. */
async function canDialContainers(engine: Engine): Promise<boolean> {
  if (process.platform !== 'linux' || !engine.isLocal) return false;
  const info = await engine.ask<EngineInfo>((docker) => docker.info());
  return !info.SecurityOptions?.includes('name=rootless') && info.OperatingSystem !== 'Docker Desktop';
}
