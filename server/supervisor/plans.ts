import type { BoundSocket } from 'node:net';
import path from 'node:path';
import type { Settings } from '#server/settings.ts';
import { GATEWAY_NODE_FLAGS } from '#server/supervisor/gateway-flags.ts';
import { INHERITED_SOCKET, type ProcessPlan } from '#server/supervisor/process-plan.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');
const NEXT = path.join(ROOT, 'node_modules', 'next', 'dist', 'bin', 'next');
/** Stands before the first connection; what instrumentation.ts does comes after it. */
const DOOR = path.join(ROOT, 'server', 'api', 'console-door.ts');
const DEPLOYER = path.join(ROOT, 'server', 'deployer', 'main.ts');
const GATEWAY = path.join(ROOT, 'server', 'gateway', 'main.ts');

const CONSOLE_STOP_MS = 5_000;
const DEPLOYER_STOP_MS = 10_000;
const GATEWAY_SPARE_MS = 5_000;

/** Console, deployer, and a gateway worker for each of `sockets`. */
export function processPlans(settings: Settings, isDev: boolean, sockets: BoundSocket[]): ProcessPlan[] {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATA_DIR: settings.dataDir,
    NODE_ENV: isDev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  };
  return [
    {
      name: 'console',
      args: ['--import', DOOR, NEXT, isDev ? 'dev' : 'start', ROOT, '-p', String(settings.port)],
      env,
      readiness: { url: `http://127.0.0.1:${settings.port}/` },
      stopDeadlineMs: CONSOLE_STOP_MS,
    },
    ...gatewayPlans(settings, env, sockets),
    {
      name: 'deployer',
      args: [DEPLOYER],
      env,
      readiness: { linePrefix: 'deployer ready' },
      stopDeadlineMs: DEPLOYER_STOP_MS,
    },
  ];
}

/** A gateway worker for each of `sockets`. */
export function gatewayPlans(
  settings: Settings,
  env: NodeJS.ProcessEnv,
  sockets: BoundSocket[],
): ProcessPlan[] {
  return sockets.map((listensOn, index) => ({
    name: 'gateway',
    worker: sockets.length > 1 ? index + 1 : undefined,
    args: [...GATEWAY_NODE_FLAGS, GATEWAY, '--socket', String(INHERITED_SOCKET)],
    env,
    readiness: { linePrefix: 'gateway ready' },
    stopDeadlineMs: settings.times.drainDeadlineMs + GATEWAY_SPARE_MS,
    listensOn,
  }));
}
