// `node server/deployer/main.ts`: the deployer as a process. Prints `deployer ready (<runner>)`.
import { once } from 'node:events';
import { berthFile, metricsFile, openDb, openMetricsDb } from '#db/open.ts';
import { startDeployer } from '#server/deployer/deployer.ts';
import { openRunner } from '#server/runner/open-runner.ts';
import { readSettings } from '#server/settings.ts';

const { dataDir, runner: kind, dockerHost, times, cpuOvercommit, builds } = readSettings();
const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
const runner = await openRunner({ kind, dataDir, dockerHost });
const deployer = startDeployer({
  db: openDb(berthFile(dataDir)),
  metrics: openMetricsDb(metricsFile(dataDir)),
  runner,
  dataDir,
  times,
  cpuOvercommit,
  builds,
  onError: (what, error) => console.error(`deployer: ${what}:`, error),
});
console.log(`deployer ready (${runner.kind})`);

await stopped;
// Instances go on running: the next deployer finds them again.
await deployer.close();
await runner.close();
process.exit(0);
