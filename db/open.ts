// Opening the three database files. Only this room knows SQLite.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import * as logsSchema from '#db/logs-schema.ts';
import * as metricsSchema from '#db/metrics-schema.ts';
import * as access from '#db/schema/access.ts';
import * as desired from '#db/schema/desired.ts';
import * as events from '#db/schema/events.ts';
import * as gateway from '#db/schema/gateway.ts';
import * as observed from '#db/schema/observed.ts';
import * as people from '#db/schema/people.ts';
import * as scaling from '#db/schema/scaling.ts';
import * as shell from '#db/schema/shell.ts';
import * as usage from '#db/schema/usage.ts';

const schema = {
  ...people,
  ...access,
  ...desired,
  ...scaling,
  ...observed,
  ...usage,
  ...shell,
  ...gateway,
  ...events,
};

export type Db = BetterSQLite3Database<typeof schema> & { $client: Sqlite.Database };
export type MetricsDb = BetterSQLite3Database<typeof metricsSchema> & { $client: Sqlite.Database };

export type LogsDb = BetterSQLite3Database<typeof logsSchema> & { $client: Sqlite.Database };

export function berthFile(dataDir: string): string {
  return path.join(dataDir, 'berth.db');
}

export function metricsFile(dataDir: string): string {
  return path.join(dataDir, 'metrics.db');
}

export function logsFile(dataDir: string): string {
  return path.join(dataDir, 'logs.db');
}

/**
 * berth.db: a commit is on disk before the command answers (synchronous=FULL). The caller closes `$client`.
 * A writer of what is only true while it lives may do without (NORMAL); the commits of others stay as safe.
 */
export function openDb(file: string, synchronous: 'FULL' | 'NORMAL' = 'FULL'): Db {
  return drizzle({ client: connect(file, synchronous), schema });
}

/** metrics.db: the last second may be lost with the power (synchronous=NORMAL). */
export function openMetricsDb(file: string): MetricsDb {
  return drizzle({ client: connect(file, 'NORMAL'), schema: metricsSchema });
}

/**
 * logs.db: the last moment may be lost with the power (synchronous=NORMAL). Written by the deployer alone. Pages that
 * lines were let go of can be given back to the disk.
 */
export function openLogsDb(file: string): LogsDb {
  return drizzle({ client: connect(file, 'NORMAL', 'INCREMENTAL'), schema: logsSchema });
}

/** How long a call stands still while another process holds the lock, before it throws. 5 s after opening. */
export function setLockPatience(db: Db | MetricsDb, ms: number): void {
  db.$client.pragma(`busy_timeout = ${ms}`);
}

/** 100 MB of pages. */
const LATEST_CHECKPOINT_PAGES = 25_000;

/**
 * Leaves it to others who write the same file to move commits from the log into it, as SQLite does by itself after
 * every 4 MB: that waits for the disk, 90 ms on a slow one. Where nobody does so for very long it happens all the same.
 */
export function leaveCheckpoints(db: Db | MetricsDb): void {
  db.$client.pragma(`wal_autocheckpoint = ${LATEST_CHECKPOINT_PAGES}`);
}

/** `vacuum` counts for a file that is new. */
function connect(
  file: string,
  synchronous: 'FULL' | 'NORMAL',
  vacuum: 'NONE' | 'INCREMENTAL' = 'NONE',
): Sqlite.Database {
  mkdirSync(path.dirname(file), { recursive: true });
  const client = new Sqlite(file);
  client.pragma('busy_timeout = 5000');
  if (vacuum !== 'NONE') client.pragma(`auto_vacuum = ${vacuum}`); // Before anything is in the file.
  client.pragma('journal_mode = WAL');
  client.pragma(`synchronous = ${synchronous}`);
  client.pragma('foreign_keys = ON');
  return client;
}
