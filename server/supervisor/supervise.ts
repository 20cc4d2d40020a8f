// The supervisor: the one process that a person starts. It brings the database up to date, makes the keys, starts
// console, gateway and deployer, starts again what dies, and stops them in order. It takes no part in their work:
// what has to survive it is in the database.
import { lockDataDir } from '#db/lock.ts';
import { migrate } from '#db/migrate.ts';
import { keyOf } from '#server/keys/key-file.ts';
import { stopEverythingEmbedded } from '#server/runner/embedded/stop-instance.ts';
import type { Settings } from '#server/settings.ts';
import { ManagedProcess } from '#server/supervisor/managed-process.ts';
import type { ProcessName, ProcessPlan } from '#server/supervisor/process-plan.ts';
import { reloadOnChange } from '#server/supervisor/reload.ts';
import { renewOnHangUp } from '#server/supervisor/renew-on-hang-up.ts';
import { readRunFile, removeRunFile, writeRunFile } from '#server/supervisor/run-file.ts';
import { StartRefused } from '#server/supervisor/start-refused.ts';
import { stopSignals } from '#server/supervisor/stop-signals.ts';
import { surviveLostOutput } from '#server/supervisor/terminal.ts';

export type Supervision = {
  settings: Settings;
  plans: ProcessPlan[];
  /** The console reloads by itself; this is for the other two. */
  reloadsOnChange: boolean;
  /** Called once, when all processes have announced themselves. */
  onReady: () => void;
};

/** Runs the processes until a stop signal. Throws {@link StartRefused} where another one runs on the same data folder. */
export async function supervise({ settings, plans, reloadsOnChange, onReady }: Supervision): Promise<void> {
  const { dataDir } = settings;
  const lock = lockDataDir(dataDir);
  if (!lock) throw new StartRefused(takenMessage(dataDir));
  surviveLostOutput();
  using signals = stopSignals();
  try {
    migrate(dataDir);
    keyOf(dataDir, 'visit');
    keyOf(dataDir, 'session');
    const processes = plans.map((plan) => new ManagedProcess(plan));
    watch(processes, dataDir, onReady);
    for (const managed of processes) managed.start();
    const reloaded = processes.filter((managed) => managed.plan.name !== 'console');
    using _reload = reloadsOnChange ? reloadOnChange(reloaded) : undefined;
    using _renewal = renewOnHangUp(named(processes, 'gateway'));
    await signals.first;
    console.log('Stopping: what is in flight is finished first. Once more to stop at once.');
    signals.second.then(() => killAll(processes));
    for (const name of STOP_ORDER) await Promise.all(named(processes, name).map((managed) => managed.stop()));
    await stopEverythingEmbedded(dataDir);
    removeRunFile(dataDir);
  } finally {
    lock.release();
  }
}

/**
 * Nobody can ask for anything new, then the gateway finishes what is in flight while the deployer still looks after the
 * instances, then the deployer.
 */
const STOP_ORDER: ProcessName[] = ['console', 'gateway', 'deployer'];

function named(processes: ManagedProcess[], name: ProcessName): ManagedProcess[] {
  return processes.filter((managed) => managed.plan.name === name);
}

function watch(processes: ManagedProcess[], dataDir: string, onReady: () => void): void {
  const waitedFor = new Set(processes);
  const width = Math.max(...processes.map(({ plan }) => labelOf(plan).length));
  for (const managed of processes) {
    managed.on('line', (text) => console.log(`${labelOf(managed.plan).padEnd(width)} | ${text}`));
    managed.on('change', () => writeRunFile(dataDir, runFileOf(processes)));
    managed.on('ready', () => {
      if (waitedFor.delete(managed) && waitedFor.size === 0) onReady();
    });
  }
}

function labelOf({ name, worker }: ProcessPlan): string {
  return worker === undefined ? name : `${name} ${worker}`;
}

function runFileOf(processes: ManagedProcess[]) {
  const pidOf = (name: ProcessName) => named(processes, name)[0]?.pid ?? null;
  return {
    supervisor: process.pid,
    console: pidOf('console'),
    deployer: pidOf('deployer'),
    gateway: pidOf('gateway'),
    gateways: named(processes, 'gateway').map(({ pid }) => pid),
  };
}

function killAll(processes: ManagedProcess[]): void {
  for (const managed of processes) managed.kill();
  process.exit(1);
}

function takenMessage(dataDir: string): string {
  const pid = readRunFile(dataDir)?.supervisor;
  const who = pid ? ` (process ${pid})` : '';
  return `CloudBerth already runs on ${dataDir}${who}. Stop it, or set DATA_DIR to another folder.`;
}
