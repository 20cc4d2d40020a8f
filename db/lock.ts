// One supervisor per data folder. The lock is the operating system's, held by SQLite on a file of its own: it is
// freed however the process ends, so there is no stale lock and no process id to misread after a restart.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';

export type DataDirLock = { release(): void };

/**
 * Takes hold of a data folder until `release`, the end of the process, or the loss of the returned value.
 * Undefined while another live process holds it. Throws where the folder cannot be written.
 */
export function lockDataDir(dataDir: string): DataDirLock | undefined {
  mkdirSync(dataDir, { recursive: true });
  const client = new Sqlite(path.join(dataDir, 'supervisor.lock'), { timeout: 0 });
  try {
    client.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    client.close();
    if (error instanceof Sqlite.SqliteError && error.code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
  return { release: () => client.close() };
}
