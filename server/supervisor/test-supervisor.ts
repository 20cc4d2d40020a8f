// Started by supervise.test.ts as a process of its own: supervises three small scripts instead of the product's.
// Arguments: the data folder, and the milliseconds that a script has between TERM and KILL.
import path from 'node:path';
import { readSettings } from '#server/settings.ts';
import type { ProcessPlan } from '#server/supervisor/process-plan.ts';
import { supervise } from '#server/supervisor/supervise.ts';

const [dataDir = '', stopDeadline = '5000'] = process.argv.slice(2);
const names: ProcessPlan['name'][] = ['console', 'gateway', 'deployer'];

await supervise({
  settings: readSettings({ ...process.env, DATA_DIR: dataDir }),
  plans: names.map((name) => ({
    name,
    args: [path.join(dataDir, `${name}.js`)],
    env: process.env,
    readiness: { linePrefix: `${name} ready` },
    stopDeadlineMs: Number(stopDeadline),
  })),
  reloadsOnChange: false,
  onReady: () => console.log('ready'),
});
