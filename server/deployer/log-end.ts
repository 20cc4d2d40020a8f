// The end of a log file: where to go on writing, and the last lines to show.
import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import type { LogEntry } from '#server/deployer/log-writer.ts';

/** More than the longest line: 16 Ki characters, of which each may be written as six. */
const END_BYTES = 128 * 1024;

/** The last whole lines, oldest first. A line torn by a crash is cut off. Empty where there is no file. */
export function readLogEnd(file: string): LogEntry[] {
  let handle: number;
  try {
    handle = openSync(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    return readEntries(handle);
  } finally {
    closeSync(handle);
  }
}

function readEntries(handle: number): LogEntry[] {
  const { size } = fstatSync(handle);
  const start = Math.max(0, size - END_BYTES);
  const bytes = Buffer.alloc(size - start);
  readSync(handle, bytes, 0, bytes.length, start);
  const end = bytes.lastIndexOf(10) + 1;
  if (end < bytes.length) ftruncateSync(handle, start + end);
  const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
  if (start > 0) lines.shift(); // It begins somewhere in the middle.
  return lines.flatMap(parseEntry);
}

/** A loss of power may leave anything in the place of a line. */
function parseEntry(line: string): LogEntry[] {
  try {
    return [JSON.parse(line) as LogEntry];
  } catch {
    return [];
  }
}

/** Tells the lines of a log read from its beginning that are not in the file yet, given the file's end. */
export function newLinesAfter(written: readonly Pick<LogEntry, 'at'>[]): (at: number) => boolean {
  const lastAt = written.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  let same = written.filter((entry) => entry.at === lastAt).length;
  return (at) => {
    if (at !== lastAt) return at > lastAt;
    same -= 1;
    return same < 0;
  };
}
