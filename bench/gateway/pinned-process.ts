// A child process on one core, in a session of its own: Linux shares a core between sessions first, so what else runs
// on the machine can be put behind it as a whole. Niceness of a process alone would change nothing.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { programOf } from '#bench/gateway/programs.ts';

/** What others get of a core that is wanted are some per cent. */
const NICENESS = -15;
const STOPS_WITHIN_MS = 10_000;

export type Command = { core: number; program: string; args: string[]; env?: Record<string, string> };

const children = new Set<ChildProcess>();
// Ctrl-C of the terminal does not reach other sessions.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

export function spawnPinned({ core, program, args, env }: Command, stdio: StdioOptions): ChildProcess {
  // taskset becomes the program: the process id stays.
  const child = spawn(programOf('taskset'), ['-c', String(core), program, ...args], {
    env: { ...process.env, ...env },
    stdio,
    detached: true,
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  prefer(child);
  return child;
}

/** Asks it to end, and makes it after 10 s. */
export async function endPinned(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const force = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(force);
}

function prefer({ pid }: ChildProcess): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(NICENESS));
  } catch {
    // Not root, or a kernel without it: the figures then depend on a calm machine.
  }
}
