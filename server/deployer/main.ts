// `node server/deployer/main.ts`: the deployer as a process. Prints `deployer ready (<runner>)`.
import { once } from 'node:events';
import { berthFile, metricsFile, openDb, openMetricsDb } from '#db/open.ts';
import { AuditKeeper } from '#server/deployer/audit-keeper.ts';
import { startDeployer } from '#server/deployer/deployer.ts';
import { MetricsKeeper } from '#server/deployer/metrics-keeper.ts';
import { openRunner } from '#server/runner/open-runner.ts';
import { readSettings } from '#server/settings.ts';

const { dataDir, runner: kind, dockerHost, times, cpuOvercommit, builds } = readSettings();
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
console.log(`deployer ready (${runner.kind})`);

await stopped;
// Instances go on running: the next deployer finds them again.
await keeper.close();
await auditKeeper.close();
await deployer.close();
await runner.close();
process.exit(0);

function onError(what: string, error: unknown): void {
  console.error(`deployer: ${what}:`, error);
}
