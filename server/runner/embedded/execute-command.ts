// A command beside the process of an instance, as an exec in its container would be.
import { type ChildProcess, spawn } from 'node:child_process';
import { LastLine } from '#server/runner/last-line.ts';
import type { CommandEnd } from '#server/runner/port.ts';
import { removeCommand, writeCommand } from './instance-folder.ts';
import { identityOf, signalGroup } from './process-table.ts';
import { findProgram, programMissing } from './program.ts';

/** No such program; there, and cannot be run; ended by a signal (POSIX, Shell Command Language 2.8.2). */
const NOT_FOUND = 127;
const NOT_RUN = 126;
const SIGNALLED = 128;

type Surroundings = {
  /** Of the instance's files. */
  folder: string;
  workFolder: string;
  environment: Record<string, string>;
};

/** Runs it in a process group of its own, noted in the instance's folder. Throws the signal's reason. */
export async function executeCommand(
  { folder, workFolder, environment }: Surroundings,
  [name = '', ...args]: readonly string[],
  signal: AbortSignal,
): Promise<CommandEnd> {
  signal.throwIfAborted();
  const program = findProgram(name, workFolder);
  if (!program) return { exitCode: NOT_FOUND, lastLine: programMissing(name) };
  const child = spawn(program, args, {
    cwd: workFolder,
    env: environment as NodeJS.ProcessEnv, // Whose type wants NODE_ENV, which an instance need not have.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = () => killAll(child);
  signal.addEventListener('abort', kill, { once: true });
  const ended = endOf(child);
  note(folder, child);
  const end = await ended;
  signal.removeEventListener('abort', kill);
  removeCommand(folder);
  signal.throwIfAborted();
  return end;
}

function endOf(child: ChildProcess): Promise<CommandEnd> {
  const output = new LastLine();
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.add(chunk));
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve({ exitCode: NOT_RUN, lastLine: message }));
    child.once('close', (code) => resolve({ exitCode: code ?? SIGNALLED, lastLine: output.read() }));
  });
}

/** So that it ends with the instance, whoever stops that. Throws where the instance is gone. */
function note(folder: string, child: ChildProcess): void {
  try {
    if (child.pid !== undefined) writeCommand(folder, identityOf(child.pid));
  } catch (error) {
    killAll(child);
    throw error;
  }
}

/** Its output is let go of: what left the group may hold it open. */
function killAll({ pid, stdout, stderr }: ChildProcess): void {
  if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  stdout?.destroy();
  stderr?.destroy();
}
