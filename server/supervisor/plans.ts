import path from 'node:path';
import type { Settings } from '#server/settings.ts';
import type { ProcessPlan } from '#server/supervisor/managed-process.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const NEXT = path.join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next');
const DEPLOYER = path.join(ROOT, 'server', 'deployer', 'main.ts');
const GATEWAY = path.join(ROOT, 'server', 'gateway', 'main.ts');

const CONSOLE_STOP_MS = 5_000;
const DEPLOYER_STOP_MS = 10_000;
const GATEWAY_SPARE_MS = 5_000;

/**
 * The three processes, in the order in which they are stopped: nobody can ask for anything new, then the gateway
 * finishes what is in flight while the deployer still looks after the instances, then the deployer.
 */
export function processPlans(settings: Settings, isDev: boolean): ProcessPlan[] {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATA_DIR: settings.dataDir,
    NODE_ENV: isDev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  return [
    {
      name: 'console',
      args: [NEXT, isDev ? 'dev' : 'start', ROOT, '-p', String(settings.port)],
      env,
      readiness: { url: `http://127.0.0.1:${settings.port}/` },
      stopDeadlineMs: CONSOLE_STOP_MS,
    },
    {
      name: 'gateway',
      args: [GATEWAY],
      env,
      readiness: { linePrefix: 'gateway ready' },
      stopDeadlineMs: settings.times.drainDeadlineMs + GATEWAY_SPARE_MS,
    },
    {
      name: 'deployer',
      args: [DEPLOYER],
      env,
      readiness: { linePrefix: 'deployer ready' },
      stopDeadlineMs: DEPLOYER_STOP_MS,
    },
  ];
}
