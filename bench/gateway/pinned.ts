// Proxies have core 0 to themselves; whatever loads and answers them, and the bench itself, shares core 1.
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { programOf } from '#bench/gateway/programs.ts';

export const PROXY_CORE = 0;
export const LOAD_CORE = 1;

const STARTS_WITHIN_MS = 20_000;
const STOPS_WITHIN_MS = 10_000;
const RUNS_AT_MOST_MS = 120_000;
/** Of a session against others: what else runs on the machine gets some per cent of a core that is wanted. */
const NICENESS = -15;

export type Running = { pid: number } & AsyncDisposable;

export type Start = {
  core: number;
  program: string;
  args: string[];
  env?: Record<string, string>;
  /** On 127.0.0.1; it has started when something listens there. */
  port: number;
};

const children = new Set<ChildProcess>();
// They are no members of the terminal's session: Ctrl-C does not reach them.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

/** Puts the bench itself, and what it starts without a core of its own, on the load's core. Throws with one core. */
export function pinSelf(): void {
  if (availableParallelism() < 2)
    throw new Error('The bench needs two cores: one for proxies, one for the load.');
  const { status } = spawnSync(programOf('taskset'), [
    '-a',
    '-c',
    '-p',
    String(LOAD_CORE),
    String(process.pid),
  ]);
  if (status !== 0) throw new Error('taskset could not pin the bench to a core');
}

/** Starts a program on one core. Disposing ends it, by force if need be. Throws where it does not come up. */
export async function startPinned({ core, program, args, env, port }: Start): Promise<Running> {
  const child = spawnPinned(core, program, args, env, ['ignore', 'ignore', 'inherit']);
  const running = { pid: child.pid ?? 0, [Symbol.asyncDispose]: () => end(child) };
  const deadline = performance.now() + STARTS_WITHIN_MS;
  while (!(await isListening(port))) {
    if (child.exitCode === null && performance.now() < deadline) await pause(20);
    else {
      await end(child);
      throw new Error(`${program} did not start`);
    }
  }
  return running;
}

/** Runs a program on one core to its end and gives what it printed. Throws where it fails or takes too long. */
export async function runPinned(core: number, program: string, args: string[]): Promise<string> {
  const child = spawnPinned(core, program, args, undefined, ['ignore', 'pipe', 'inherit']);
  const deadline = setTimeout(() => child.kill('SIGKILL'), RUNS_AT_MOST_MS);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  clearTimeout(deadline);
  if (code !== 0) throw new Error(`${program} failed:\n${output}`);
  return output;
}

function spawnPinned(
  core: number,
  program: string,
  args: string[],
  env: Record<string, string> | undefined,
  stdio: StdioOptions,
): ChildProcess {
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

/** Linux shares a core between sessions first: niceness of a process alone would change nothing. */
function prefer({ pid }: ChildProcess): void {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(NICENESS));
  } catch {
    // Not root, or a kernel without it: the figures then depend on a calm machine.
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const force = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(force);
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false; // Not yet; the caller has the deadline.
  } finally {
    socket.destroy();
  }
}
