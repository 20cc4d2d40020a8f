import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { RunnerError, type RunningInstance } from '#server/runner/port.ts';
import { readInstance } from './instance-folder.ts';
import type { Program } from './program.ts';

const KEEPER = fileURLToPath(new URL('./keeper.mjs', import.meta.url));
const START_DEADLINE_MS = 15_000;
/** It needs nothing of ours, and lives as long as the instance: no key of BERTH_SECRET_KEY stays with it. */
const KEEPER_ENVIRONMENT = {};

/**
 * Starts a keeper in a process group of its own. Starting two is harmless: the first claims the folder.
 * Command and environment go over stdin, where no other user of the machine can read it.
 */
export async function startKeeper(
  folder: string,
  program: Program,
  environment: Record<string, string>,
): Promise<void> {
  const keeper = spawn(process.execPath, [KEEPER, folder], {
    detached: true,
    env: KEEPER_ENVIRONMENT as NodeJS.ProcessEnv,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  keeper.stdin.on('error', () => {}); // It ended before it read; the wait for its record tells.
  keeper.stdin.end(JSON.stringify({ ...program, environment }));
  keeper.unref();
  await new Promise<void>((resolve, reject) => {
    keeper.once('spawn', resolve);
    keeper.once('error', (error) =>
      reject(new RunnerError('start_refused', error.message, { cause: error })),
    );
  });
}

/** The instance once its process was started, whoever's keeper did it. Throws `start_refused`. */
export async function startedInstance(folder: string): Promise<RunningInstance> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline) {
    const instance = readInstance(folder);
    if (!instance) break;
    if (instance.state !== 'created') return instance;
    await wait(10);
  }
  throw new RunnerError('start_refused', `The process did not start within ${START_DEADLINE_MS / 1000} s`);
}
