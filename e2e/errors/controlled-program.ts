// A program that listens and crashes when it is told to: so a test says which instance does what, and when.
import { findInstance, listInstancesOfVersion } from '#db/stores/instances.ts';
import type { ServingService } from '#e2e/errors/serving-service.ts';
import { containerName } from '#server/runner/docker/container-labels.ts';

/** As the first process of a container it gets only the signals that it listens to. */
export const CONTROLLED = `
  const server = require('http').createServer((_, response) => response.end('ok'));
  process.on('SIGHUP', () => server.listening || server.listen(process.env.PORT));
  process.on('SIGUSR2', () => { console.error('Error: the background job crashed'); process.exit(7); });
  process.on('SIGTERM', () => process.exit(0));
  console.log('waits to be told');
  setInterval(() => {}, 1e6);`;

/** The newest instance of an update, once it has made so many. */
export function newInstance(
  { world, deployment }: ServingService,
  { deploymentId }: { deploymentId: string },
  count: number,
): Promise<string> {
  const { versionId, snapshotNumber } = deployment(deploymentId);
  return world.until(`${count} instances of the update`, () => {
    const made = listInstancesOfVersion(world.db, versionId, 50);
    const ofUpdate = made.filter((instance) => instance.snapshotNumber === snapshotNumber);
    return ofUpdate.length >= count && ofUpdate[0]?.id;
  });
}

/** Lets the instance listen, and waits until it is ready. */
export async function listen({ world }: ServingService, instanceId: string): Promise<void> {
  await world.until('the instance is ready', async () => {
    if (findInstance(world.db, instanceId)?.state === 'ready') return true;
    await tell(world, instanceId, 'SIGHUP');
    return false;
  });
}

/** Lets the instance end by itself, with an error and code 7. */
export async function crash({ world }: ServingService, instanceId: string): Promise<void> {
  await world.until('the instance has ended', async () => {
    if (findInstance(world.db, instanceId)?.state === 'exited') return true;
    await tell(world, instanceId, 'SIGUSR2');
    return false;
  });
}

/** One that does not run, or not any more, is told again or is as it should be: the caller looks. */
function tell({ engine }: ServingService['world'], instanceId: string, signal: string): Promise<unknown> {
  return engine
    .ask((docker) => docker.getContainer(containerName(instanceId)).kill({ signal }))
    .catch(() => {});
}
