import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

export type Log = (line: string) => void;

/** Where programs are; root's PATH lacks the last ones in some shells. */
export const PROGRAM_FOLDERS = [
  ...(process.env.PATH ?? '').split(path.delimiter).filter(Boolean),
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
];

/** The first of these programs that this machine has, as an absolute path. */
export function findProgram(...names: string[]): string | null {
  const files = names.flatMap((name) => PROGRAM_FOLDERS.map((folder) => path.join(folder, name)));
  return files.find(isExecutable) ?? null;
}

/**
 * Installs Debian packages; `env` goes to apt-get. Throws, saying what to install by hand, where this is not root on
 * Debian or apt fails.
 */
export async function installPackages(
  packages: string[],
  log: Log,
  env: Record<string, string> = {},
): Promise<void> {
  const byHand = `Please install by hand: ${packages.join(' ')}`;
  const aptGet = findProgram('apt-get');
  if (!aptGet || process.getuid?.() !== 0) {
    throw new Error(`${byHand} (only root on a Debian machine can have it done).`);
  }
  log(`Installing ${packages.join(' ')} …`);
  const install = ['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...packages];
  for (const args of [['update', '-q'], install]) {
    const { code, output } = await run(aptGet, args, env);
    if (code !== 0) throw new Error(`apt-get ${args[0]} failed. ${byHand}\n${output.slice(-20).join('\n')}`);
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function run(
  program: string,
  args: string[],
  env: Record<string, string>,
): Promise<{ code: number | null; output: string[] }> {
  const child = spawn(program, args, {
    env: { ...process.env, ...env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => output.push(line));
  }
  const [code] = await once(child, 'close');
  return { code, output };
}
