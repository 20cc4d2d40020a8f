import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { packagesFolder, uploadsFolder } from './package-folder.ts';
import { removeFolder } from './remove-folder.ts';

/**
 * Removes packages that are not among the known ones, and uploads that a process left half-way when it died. What was
 * touched since `before` (epoch ms) may still be on its way to be known.
 */
export async function removeStrays(
  dataDir: string,
  known: ReadonlySet<string>,
  before: number,
): Promise<void> {
  for (const folder of [packagesFolder(dataDir), uploadsFolder(dataDir)]) {
    for (const name of await namesIn(folder)) {
      const place = path.join(folder, name);
      if (folder === packagesFolder(dataDir) && known.has(name)) continue;
      if ((await touchedAt(place)) < before) await removeFolder(place);
    }
  }
}

/** None where nothing was ever uploaded. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

/** Epoch ms; what has gone meanwhile is left alone. */
async function touchedAt(place: string): Promise<number> {
  return stat(place).then(
    ({ mtimeMs }) => mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
}
