// Migrations run at start. SQLite ignores foreign_keys inside a transaction, and a rebuilt parent table would
// empty its children: so they are off before the migrator begins, and everything is checked after it.
import path from 'node:path';
import { migrate as runMigrations } from 'drizzle-orm/better-sqlite3/migrator';
import {
  berthFile,
  type Db,
  type LogsDb,
  logsFile,
  type MetricsDb,
  metricsFile,
  openDb,
  openLogsDb,
  openMetricsDb,
} from '#db/open.ts';

const MIGRATIONS = path.join(import.meta.dirname, 'migrations');

/** Brings all files of a data folder to the newest schema. Throws where a foreign key is broken afterwards. */
export function migrate(dataDir: string): void {
  migrateFile(openDb(berthFile(dataDir)), path.join(MIGRATIONS, 'berth'));
  migrateFile(openMetricsDb(metricsFile(dataDir)), path.join(MIGRATIONS, 'metrics'));
  migrateFile(openLogsDb(logsFile(dataDir)), path.join(MIGRATIONS, 'logs'));
}

/** Migrates one open database from a folder of migrations, then closes it. */
export function migrateFile(db: Db | MetricsDb | LogsDb, folder: string): void {
  const client = db.$client;
  try {
    client.pragma('foreign_keys = OFF');
    runMigrations(db as Db, { migrationsFolder: folder });
    const broken = client.pragma('foreign_key_check') as unknown[];
    if (broken.length > 0) throw new Error(`foreign keys broken after migration: ${JSON.stringify(broken)}`);
    client.pragma('foreign_keys = ON');
  } finally {
    client.close();
  }
}
