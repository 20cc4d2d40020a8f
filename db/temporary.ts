// For tests: a migrated data folder of its own, gone when the test is over.
import { mkdtempSync, rmSync } from 'node:fs';
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
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-'));
  migrate(dataDir);
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
