import { type FileHandle, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LogLine } from '#server/runner/port.ts';
import { readInstance } from './instance-folder.ts';

/** The pause after the last line; it doubles while nothing is printed. */
const LOOK_AGAIN_MS = 50;
const LONGEST_PAUSE_MS = 400;
const CHUNK_BYTES = 64 * 1024;

/** `n` counts the lines; keepers of older releases did not. */
type KeptLine = LogLine & { n?: number };

/**
 * Every line that the keeper wrote and kept, then live ones until the signal, the exit or the removal. The keeper
 * begins a new file when one is full and keeps one older: a line tells how many were lost before it in that way.
 */
export async function* followLog(folder: string, signal: AbortSignal): AsyncGenerator<LogLine> {
  let lastNumber: number | undefined;
  for await (const { n, ...line } of keptLines(folder, signal)) {
    const dropped = n !== undefined && lastNumber !== undefined ? n - lastNumber - 1 : 0;
    lastNumber = n;
    yield dropped > 0 ? { ...line, dropped } : line;
  }
}

async function* keptLines(folder: string, signal: AbortSignal): AsyncGenerator<KeptLine> {
  let file = await openWhenThere(folder, signal);
  while (file) {
    let next: FileHandle | null = null;
    try {
      yield* linesOf(file, folder, signal);
      next = await openBehind(folder, file, signal);
    } finally {
      await file.close();
    }
    file = next;
  }
}

/** The file that follows; null where the instance has ended, and this was its newest. */
async function openBehind(folder: string, file: FileHandle, signal: AbortSignal): Promise<FileHandle | null> {
  while (!signal.aborted) {
    const hadEnded = hasEnded(folder);
    const name = await nameBehind(folder, file);
    const next = name === null ? null : await openThere(path.join(folder, name));
    // For a moment of each change of files there is no `log`: that is not the end.
    if (next || hadEnded) return next;
    await pause(signal);
  }
  return null;
}

/** To the end of a file that has a successor; of the last one until the instance ends. */
async function* linesOf(file: FileHandle, folder: string, signal: AbortSignal): AsyncGenerator<KeptLine> {
  let pending: Buffer = Buffer.alloc(0);
  let pauseMs = LOOK_AGAIN_MS;
  let isOver = false;
  while (!signal.aborted) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES);
    if (bytesRead === 0) {
      if (isOver) return;
      // Then it is read once more: all that was written before is there.
      isOver = hasEnded(folder) || (await nameBehind(folder, file)) !== null;
      if (isOver) continue;
      await pause(signal, pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      continue;
    }
    pauseMs = LOOK_AGAIN_MS;
    pending = Buffer.concat([pending, buffer.subarray(0, bytesRead)]);
    const end = pending.lastIndexOf('\n') + 1;
    for (const line of pending.toString('utf8', 0, end).split('\n')) {
      if (line) yield JSON.parse(line) as KeptLine;
    }
    pending = pending.subarray(end);
  }
}

/** The name of the file that follows; null while this is the newest. */
async function nameBehind(folder: string, file: FileHandle): Promise<'log' | 'log.1' | null> {
  const { ino } = await file.stat();
  const inodeOf = async (name: string) => (await stat(path.join(folder, name)).catch(absent))?.ino;
  const newest = await inodeOf('log');
  if (newest === undefined || newest === ino) return null;
  return (await inodeOf('log.1')) === ino ? 'log' : 'log.1';
}

/** The oldest there is. */
async function openWhenThere(folder: string, signal: AbortSignal): Promise<FileHandle | null> {
  while (!signal.aborted) {
    const hadEnded = hasEnded(folder);
    const found =
      (await openThere(path.join(folder, 'log.1'))) ?? (await openThere(path.join(folder, 'log')));
    if (found || hadEnded) return found;
    await pause(signal);
  }
  return null;
}

async function openThere(file: string): Promise<FileHandle | null> {
  return (await open(file).catch(absent)) ?? null;
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

function hasEnded(folder: string): boolean {
  const instance = readInstance(folder);
  return instance === null || instance.state === 'exited';
}

async function pause(signal: AbortSignal, ms = LOOK_AGAIN_MS): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => {}); // Aborted: the caller looks at the signal.
}
