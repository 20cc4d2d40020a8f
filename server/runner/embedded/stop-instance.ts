import { setTimeout as wait } from 'node:timers/promises';
import {
  embeddedFolder,
  instanceFolders,
  type ProcessRecord,
  readCommand,
  readProcess,
  removeFolder,
} from './instance-folder.ts';
import { isAlive, signalGroup } from './process-table.ts';

const KILL_DEADLINE_MS = 5000;

/** TERM to the process group, KILL after the grace, then its folder goes. Gone already is success. */
export async function stopInstance(folder: string, graceMs: number): Promise<void> {
  const record = readProcess(folder);
  if (record && isKept(record)) {
    signalGroup(record.keeper.pid, 'SIGTERM');
    if (!(await endsWithin(folder, graceMs))) {
      signalGroup(record.keeper.pid, 'SIGKILL');
      await endsWithin(folder, KILL_DEADLINE_MS);
    }
  }
  endCommand(folder);
  removeFolder(folder);
}

/** As a container's would, it ends with its instance: the deployer that ran it may have been killed. */
function endCommand(folder: string): void {
  const command = readCommand(folder);
  if (command && isAlive(command)) signalGroup(command.pid, 'SIGKILL');
}

/** The last act of the supervisor: embedded instances do not outlive it. */
export async function stopEverythingEmbedded(dataDir: string, graceMs = 5000): Promise<void> {
  const folders = instanceFolders(embeddedFolder(dataDir));
  await Promise.all(folders.map((folder) => stopInstance(folder, graceMs)));
}

/** The group's id is the keeper's; it is not given to others as long as one member lives. */
function isKept({ keeper, sample }: ProcessRecord): boolean {
  return isAlive(keeper) || (sample !== null && isAlive(sample));
}

async function endsWithin(folder: string, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const record = readProcess(folder);
    if (!record || !isKept(record)) return true;
    if (performance.now() >= deadline) return false;
    await wait(20);
  }
}
