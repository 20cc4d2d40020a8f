import { type CollectedFolder, type InstanceOrder, RunnerError } from '#server/runner/port.ts';
import { containerName, INSTANCE_LABEL } from './container-labels.ts';
import { containerOptions } from './container-options.ts';
import { createContainer } from './create-container.ts';
import { type Engine, EngineRefusal } from './engine.ts';

/**
 * 日志采集路径 must not exist in the image (console-spec 1.11): what is mounted there would hide what the program needs.
 * A container that is never started tells. Throws `start_refused`, also where the engine is on another machine, which
 * cannot share a folder with this one.
 */
export async function requireCollectable(
  engine: Engine,
  owner: string,
  order: InstanceOrder,
  { from }: CollectedFolder,
): Promise<void> {
  if (!engine.isLocal) {
    throw new RunnerError('start_refused', `日志采集路径 ${from}: the engine is on another machine`);
  }
  const name = `${containerName(order.instanceId)}-look`;
  const remove = () =>
    engine
      .ask((docker) => docker.getContainer(name).remove({ force: true, v: true }))
      .catch((error) => {
        if (!(error instanceof EngineRefusal) || error.status !== 404) throw error;
      });
  await remove();
  const options = containerOptions({ ...order, collects: null }, owner, true);
  // It is no instance, and the image's own labels do not make it one.
  const Labels = { ...options.Labels, [INSTANCE_LABEL]: '' };
  await createContainer(engine, owner, name, { ...options, Labels });
  try {
    if (!(await exists(engine, name, from))) return;
  } finally {
    await remove();
  }
  throw new RunnerError('start_refused', `日志采集路径 ${from}: the image has this folder already`);
}

async function exists(engine: Engine, name: string, place: string): Promise<boolean> {
  try {
    await engine.ask((docker) => docker.getContainer(name).infoArchive({ path: place }));
    return true;
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return false;
    throw error;
  }
}
