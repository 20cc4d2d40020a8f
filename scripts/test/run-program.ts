import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '..', '..');

/** Between the polite signal and the kill. */
const STOP_MS = 20_000;

/**
 * Runs Node with these arguments, its output to this terminal; true where it ended with 0. It is interrupted, as by
 * Ctrl-C, when the signal aborts: the runners then stop what they started.
 */
export async function runNode(args: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return false;
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'], env });
  let kill: NodeJS.Timeout | undefined;
  const interrupt = () => {
    child.kill('SIGINT');
    kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  };
  signal.addEventListener('abort', interrupt);
  const [code] = await once(child, 'exit');
  signal.removeEventListener('abort', interrupt);
  clearTimeout(kill);
  return code === 0;
}
