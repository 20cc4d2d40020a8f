// `node server/deployer/main.ts`: the deployer as a process. Prints `deployer ready (<runner>)`.
import { once } from 'node:events';
import { berthFile, logsFile, metricsFile, openDb, openLogsDb, openMetricsDb } from '#db/open.ts';
import { AuditKeeper } from '#server/deployer/audit-keeper.ts';
import { startDeployer } from '#server/deployer/deployer.ts';
import { LogKeeper } from '#server/deployer/log-keeper.ts';
import { MetricsKeeper } from '#server/deployer/metrics-keeper.ts';
import { ShellServer } from '#server/deployer/shell/shell-server.ts';
import { openRunner } from '#server/runner/open-runner.ts';
import { readSettings } from '#server/settings.ts';

const {
  dataDir,
  runner: kind,
  dockerHost,
  times,
  cpuOvercommit,
  builds,
  shell,
  port,
  logsMaxMegabytes,
} = readSettings();
const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
const runner = await openRunner({ kind, dataDir, dockerHost });
const metrics = openMetricsDb(metricsFile(dataDir));
const db = openDb(berthFile(dataDir));
const deployer = startDeployer({
  db,
  metrics,
  runner,
  dataDir,
  times,
  cpuOvercommit,
  builds,
  onError,
});
const keeper = new MetricsKeeper(metrics, onError);
keeper.start();
const auditKeeper = new AuditKeeper(db, onError);
auditKeeper.start();
const logs = openLogsDb(logsFile(dataDir));
const logKeeper = new LogKeeper({ db, logs, dataDir, maxMegabytes: logsMaxMegabytes, onError });
logKeeper.start();
const shellServer = new ShellServer({
  db,
  shells: runner.shells,
  settings: shell,
  consolePort: port,
  idleMs: times.shellIdleMs,
  onError,
});
if (runner.shells && shell.port !== 0) shellServer.listen(shell.port);
console.log(`deployer ready (${runner.kind})`);

await stopped;
// Instances go on running: the next deployer finds them again.
await shellServer.close();
await keeper.close();
await auditKeeper.close();
await logKeeper.close();
await deployer.close();
await runner.close();
process.exit(0);

function onError(what: string, error: unknown): void {
  console.error(`deployer: ${what}:`, error);
}
