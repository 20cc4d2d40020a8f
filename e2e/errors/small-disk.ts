// An engine of its own whose whole disk is a small one in memory, so that it can be filled.
import { statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ErrorsWorld } from '#e2e/errors/errors-world.ts';
import { startOwnEngine } from '#scripts/engine.ts';

/** Room for the sample image and what its build needs meanwhile. */
const DISK_MIB = 768;
/** What an image of a few files needs, and nothing large does. */
const LEFT_BYTES = 16 * 1024 * 1024;

export async function withSmallDisk(use: (world: ErrorsWorld) => Promise<void>): Promise<void> {
  const engine = await startOwnEngine({ log: () => {}, diskMib: DISK_MIB });
  try {
    await using world = await ErrorsWorld.start(engine.dockerHost);
    await use(world);
  } finally {
    await engine.stop();
  }
}

/** Leaves next to nothing of it. */
export async function fillDisk({ engine }: ErrorsWorld): Promise<void> {
  const { DockerRootDir: dataRoot } = await engine.ask<{ DockerRootDir: string }>((docker) => docker.info());
  const { bavail, bsize } = statfsSync(dataRoot);
  writeFileSync(path.join(dataRoot, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - LEFT_BYTES)));
}
