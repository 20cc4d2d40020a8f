import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { isInContainer } from './end-command.ts';
import type { Engine } from './engine.ts';

/** What is told that its terminal is gone has this long to save its work. */
const HANG_UP_MS = 300;
const LOOK_AGAIN_MS = 20;

/**
 * Ends a shell that has a terminal, what runs in that, and what any of it started: first as a terminal that is closed
 * does, then by force. An interactive shell gives each job a process group of its own, so one signal is not enough
 * (end-command.ts). What cut itself off from all of it, as a daemon does, goes on until the container ends, and so does
 * all of it where the engine's processes are not this machine's.
 */
export async function endSession(engine: Engine, execId: string): Promise<void> {
  const found = await engine.ask((docker) => docker.getExec(execId).inspect()).catch(() => null); // Gone is ended.
  if (!found?.Running || !engine.isLocal || found.Pid <= 1) return;
  const { Pid, ContainerID } = found;
  const pids = await only(startedBy(await listProcesses(), Pid), ContainerID);
  for (const pid of pids) send(pid, 'SIGHUP');
  const deadline = performance.now() + HANG_UP_MS;
  let left = pids;
  while (left.length > 0 && performance.now() < deadline) {
    await wait(LOOK_AGAIN_MS);
    left = await only(left, ContainerID);
  }
  for (const pid of left) send(pid, 'SIGKILL');
}

type Process = { pid: number; parent: number; session: number };

/** The leader, its session, and the children of all of these. */
function startedBy(processes: readonly Process[], leader: number): number[] {
  const found = new Set([leader]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const { pid, parent, session } of processes) {
      if (session === leader || found.has(parent)) found.add(pid);
    }
  }
  return [...found];
}

async function listProcesses(): Promise<Process[]> {
  const names = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)); // No Linux: none.
  return (await Promise.all(names.map(readProcess))).filter((process) => process !== null);
}

/** proc(5): `pid (name) state parent group session …`, and a name may hold anything. */
async function readProcess(name: string): Promise<Process | null> {
  const text = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => null); // Ended meanwhile.
  if (text === null) return null;
  const [, parent, , session] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { pid: Number(name), parent: Number(parent), session: Number(session) };
}

/** A number that ended may be another process's by now; an engine behind a local socket may count apart from us. */
async function only(pids: readonly number[], containerId: string): Promise<number[]> {
  const inside = await Promise.all(pids.map((pid) => isInContainer(pid, containerId)));
  return pids.filter((_, index) => inside[index]);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended meanwhile, or not ours to end: nothing else can be done about it.
  }
}
