// `node server/supervisor/run-gateway.ts`: the gateway alone, with its workers, on a data folder that somebody else has
// migrated. SIGHUP replaces the workers, SIGTERM and SIGINT end them once what is in flight is finished.
import { readSettings } from '#server/settings.ts';
import { openGatewaySockets } from '#server/supervisor/gateway-sockets.ts';
import { ManagedProcess } from '#server/supervisor/managed-process.ts';
import { gatewayPlans } from '#server/supervisor/plans.ts';
import { renewOnHangUp } from '#server/supervisor/renew-on-hang-up.ts';
import { runEntry } from '#server/supervisor/start-refused.ts';
import { stopSignals } from '#server/supervisor/stop-signals.ts';
import { surviveLostOutput } from '#server/supervisor/terminal.ts';

await runEntry(async () => {
  const settings = readSettings();
  const sockets = openGatewaySockets(settings.gatewayPort, settings.gatewayWorkers);
  surviveLostOutput();
  using signals = stopSignals();
  const workers = gatewayPlans(settings, process.env, sockets).map((plan) => new ManagedProcess(plan));
  using _renewal = renewOnHangUp(workers);
  for (const worker of workers) {
    worker.on('line', (text) => console.log(text));
    worker.start();
  }
  signals.second.then(() => {
    for (const worker of workers) worker.kill();
  });
  await signals.first;
  await Promise.all(workers.map((worker) => worker.stop()));
});
