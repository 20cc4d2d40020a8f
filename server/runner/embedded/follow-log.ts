import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LogLine } from '#server/runner/port.ts';
import { readInstance } from './instance-folder.ts';

const LOOK_AGAIN_MS = 50;
const CHUNK_BYTES = 64 * 1024;

/** Every line that the keeper wrote, then live ones until the signal, the exit or the removal. */
export async function* followLog(folder: string, signal: AbortSignal): AsyncGenerator<LogLine> {
  const file = await openWhenThere(folder, signal);
  if (!file) return;
  try {
    yield* linesOf(file, folder, signal);
  } finally {
    await file.close();
  }
}

async function* linesOf(file: FileHandle, folder: string, signal: AbortSignal): AsyncGenerator<LogLine> {
  let pending: Buffer = Buffer.alloc(0);
  while (!signal.aborted) {
    const hadEnded = hasEnded(folder); // Asked before reading: all that was written before the end is read.
    const { bytesRead, buffer } = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES);
    if (bytesRead === 0) {
      if (hadEnded) return;
      await pause(signal);
      continue;
    }
    pending = Buffer.concat([pending, buffer.subarray(0, bytesRead)]);
    const end = pending.lastIndexOf('\n') + 1;
    for (const line of pending.toString('utf8', 0, end).split('\n')) {
      if (line) yield JSON.parse(line) as LogLine;
    }
    pending = pending.subarray(end);
  }
}

async function openWhenThere(folder: string, signal: AbortSignal): Promise<FileHandle | null> {
  while (!signal.aborted) {
    const hadEnded = hasEnded(folder);
    try {
      return await open(path.join(folder, 'log'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    if (hadEnded) return null;
    await pause(signal);
  }
  return null;
}

function hasEnded(folder: string): boolean {
  const instance = readInstance(folder);
  return instance === null || instance.state === 'exited';
}

async function pause(signal: AbortSignal): Promise<void> {
  await wait(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {}); // Aborted: the caller looks at the signal.
}
