// What the tests need of the machine, found or started once for the whole run.
import path from 'node:path';
import { ensureBrowser } from '#scripts/browser.ts';
import { findProgram, installPackages } from '#scripts/debian-packages.ts';
import { ensureEngine, type FoundEngine } from '#scripts/engine.ts';
import type { Machine } from '#scripts/test/stages.ts';

/** What is missing leaves its tests out, and they say so; disposing of it stops what was started. */
export async function prepareMachine(
  folder: string,
  signal: AbortSignal,
): Promise<Machine & AsyncDisposable> {
  // Tests make their certificates with it.
  if (!findProgram('openssl')) await installPackages(['openssl'], console.log);
  const engine = await tried(() => ensureEngine({ log: console.log }));
  const browser = await tried(() => ensureBrowser({ log: console.log }));
  // Hundreds of processes load the same files: each of them is compiled once.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') };
  return {
    env: {
      ...env,
      ...(engine.found && { DOCKER_HOST: engine.found.dockerHost }),
      ...(browser.found && { CHROMIUM: browser.found }),
    },
    engineMissing: engine.missing,
    browserMissing: browser.missing,
    folder,
    signal,
    [Symbol.asyncDispose]: async () => engine.found?.stop(),
  };
}

type Tried<T> = { found: T; missing: null } | { found: null; missing: string };

async function tried<T extends FoundEngine | string>(look: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { found: await look(), missing: null };
  } catch (error) {
    return { found: null, missing: error instanceof Error ? error.message : String(error) };
  }
}
