// `node server/main.ts [--dev]`: console, gateway and deployer under one supervisor. Prints `ready` once all work.
import { checkStart } from '#server/supervisor/check-start.ts';
import { processPlans } from '#server/supervisor/plans.ts';
import { runEntry } from '#server/supervisor/start-refused.ts';
import { supervise } from '#server/supervisor/supervise.ts';

await runEntry(async () => {
  const settings = await checkStart(process.env);
  await supervise({
    settings,
    plans: processPlans(settings, process.argv.includes('--dev')),
    onReady: () => console.log('ready'),
    onStopped: async () => {},
  });
});
