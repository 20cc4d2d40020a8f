import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Removes a folder with all that is in it; gone already is success. Folder by folder: at once, the twenty thousand
 * files that an upload may have would stop this process for most of a second.
 */
export async function removeFolder(folder: string): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    if (entry.isDirectory()) await removeFolder(path.join(folder, entry.name));
  }
  await rm(folder, { recursive: true, force: true });
}

async function entriesOf(folder: string) {
  return readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}
