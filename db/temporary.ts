// For tests: a migrated data folder of its own, gone when the test is over.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate } from '#db/migrate.ts';
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

export type TemporaryData = { dataDir: string; db: Db; metrics: MetricsDb; logs: LogsDb } & Disposable;

export function temporaryData(): TemporaryData {
  const dataDir = newDataFolder();
  const db = openDb(berthFile(dataDir));
  const metrics = openMetricsDb(metricsFile(dataDir));
  const logs = openLogsDb(logsFile(dataDir));
  return {
    dataDir,
    db,
    metrics,
    logs,
    [Symbol.dispose]() {
      db.$client.close();
      metrics.$client.close();
      logs.$client.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

let migrated: string | undefined;

/** A data folder as the migrations leave it. They run once for a process: a copy takes a tenth of the time. */
export function newDataFolder(): string {
  migrated ??= migratedFolder();
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-'));
  cpSync(migrated, folder, { recursive: true });
  return folder;
}

function migratedFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-migrated-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  migrate(folder);
  return folder;
}
