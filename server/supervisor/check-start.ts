import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { KeyRefused, keyOf } from '#server/keys/key-file.ts';
import { ensureKeyring, wordsOnKeyring } from '#server/keys/keyring.ts';
import { readSettings, type Settings } from '#server/settings.ts';
import { StartRefused } from '#server/supervisor/start-refused.ts';

/** The settings, once everything that a start needs is found to be there. Throws {@link StartRefused} otherwise. */
export async function checkStart(env: NodeJS.ProcessEnv): Promise<Settings> {
  const settings = settingsOf(env);
  await checkDataDir(settings.dataDir);
  checkKeys(settings.dataDir, env);
  if (settings.port === settings.gatewayPort) {
    throw new StartRefused(
      `PORT and GATEWAY_PORT are both ${settings.port}. Set one of them to another port.`,
    );
  }
  await checkPort('PORT', settings.port);
  await checkPort('GATEWAY_PORT', settings.gatewayPort);
  await checkShellPort(settings);
  return settings;
}

function settingsOf(env: NodeJS.ProcessEnv): Settings {
  try {
    return readSettings(env);
  } catch (error) {
    throw new StartRefused(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

async function checkDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartRefused(
      `The data folder ${dataDir} cannot be written (${codeOf(error)}). Set DATA_DIR to another folder.`,
    );
  }
}

/** Makes the keys where there are none. */
function checkKeys(dataDir: string, env: NodeJS.ProcessEnv): void {
  try {
    for (const name of ['visit', 'visitor', 'session'] as const) keyOf(dataDir, name);
    const notice = wordsOnKeyring(dataDir, ensureKeyring(dataDir, env));
    if (notice) console.log(notice);
  } catch (error) {
    throw error instanceof KeyRefused ? new StartRefused(error.message, { cause: error }) : error;
  }
}

/** The built-in runner has no webshell, and needs no port for it. */
async function checkShellPort({ shell, port, gatewayPort, runner }: Settings): Promise<void> {
  if (shell.port === 0 || runner === 'embedded') return;
  if (shell.port === port || shell.port === gatewayPort) {
    const other = shell.port === port ? 'PORT' : 'GATEWAY_PORT';
    throw new StartRefused(
      `SHELL_PORT and ${other} are both ${shell.port}. Set one of them to another port.`,
    );
  }
  await checkPort('SHELL_PORT', shell.port);
}

async function checkPort(setting: 'PORT' | 'GATEWAY_PORT' | 'SHELL_PORT', port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, resolve);
    });
  } catch (error) {
    const why = codeOf(error) === 'EADDRINUSE' ? 'is taken' : `is refused (${codeOf(error)})`;
    throw new StartRefused(
      `Port ${port} ${why}. Unless CloudBerth already runs here, set ${setting} to another port.`,
    );
  } finally {
    server.close();
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
