// A disk that can be filled: that of an engine of its own, all in memory, or where only others may start engines the
// 64 MiB of memory that Docker gives every container as /dev/shm.
import { statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ErrorsWorld } from '#e2e/errors/errors-world.ts';
import { startOwnEngine } from '#scripts/engine.ts';

/** Room for the sample image and what its build needs meanwhile. */
const DISK_MIB = 768;
/** What an image of a few files needs, and nothing large does. */
const LEFT_BYTES = 16 * 1024 * 1024;

/** Runs `use` in a world whose engine has a small disk, or in the world that is there. */
export async function withSmallDisk(
  world: ErrorsWorld,
  use: (world: ErrorsWorld) => Promise<void>,
): Promise<void> {
  if (process.getuid?.() !== 0) return use(world);
  const engine = await startOwnEngine({ log: () => {}, diskMib: DISK_MIB });
  try {
    await using small = await ErrorsWorld.start(engine.dockerHost, { isDiskSmall: true });
    await use(small);
  } finally {
    await engine.stop();
  }
}

/** Leaves next to nothing of it. Gives the folder in which a step of a build then has no room for 96 MiB. */
export async function fillDisk({ engine, isDiskSmall }: ErrorsWorld): Promise<string> {
  if (!isDiskSmall) return '/dev/shm';
  const { DockerRootDir: dataRoot } = await engine.ask<{ DockerRootDir: string }>((docker) => docker.info());
  const { bavail, bsize } = statfsSync(dataRoot);
  writeFileSync(path.join(dataRoot, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - LEFT_BYTES)));
  return '/tmp';
}
