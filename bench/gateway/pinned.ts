// Proxies have core 0 to themselves; whatever loads and answers them, and the bench itself, shares core 1.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, endPinned, spawnPinned } from '#bench/gateway/pinned-process.ts';
import { programOf } from '#bench/gateway/programs.ts';

export const PROXY_CORE = 0;
export const LOAD_CORE = 1;

const STARTS_WITHIN_MS = 20_000;
const RUNS_AT_MOST_MS = 120_000;

export type Running = { pid: number } & AsyncDisposable;

/** It has started when something listens on the port of 127.0.0.1. */
export type Start = Command & { port: number };

/** Puts the bench itself on the load's core. Throws with one core. */
export function pinSelf(): void {
  if (availableParallelism() < 2)
    throw new Error('The bench needs two cores: one for proxies, one for the load.');
  const { status } = spawnSync(programOf('taskset'), ['-c', '-p', String(LOAD_CORE), String(process.pid)]);
  if (status !== 0) throw new Error('taskset could not pin the bench to a core');
}

/** Starts a program on one core. Disposing ends it, by force if need be. Throws where it does not come up. */
export async function startPinned({ port, ...command }: Start): Promise<Running> {
  const child = spawnPinned(command, ['ignore', 'ignore', 'inherit']);
  const deadline = performance.now() + STARTS_WITHIN_MS;
  while (!(await isListening(port))) {
    if (child.exitCode === null && performance.now() < deadline) await pause(20);
    else {
      await endPinned(child);
      throw new Error(`${command.program} did not start`);
    }
  }
  return { pid: child.pid ?? 0, [Symbol.asyncDispose]: () => endPinned(child) };
}

/** Runs a program on one core to its end and gives what it printed. Throws where it fails or takes too long. */
export async function runPinned(command: Command): Promise<string> {
  const child = spawnPinned(command, ['ignore', 'pipe', 'inherit']);
  const deadline = setTimeout(() => child.kill('SIGKILL'), RUNS_AT_MOST_MS);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'close');
  clearTimeout(deadline);
  if (code !== 0) throw new Error(`${command.program} failed:\n${output}`);
  return output;
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
