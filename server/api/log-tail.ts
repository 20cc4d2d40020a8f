// Reading a growing log file that another process writes: one JSON object a line.
import { open, stat } from 'node:fs/promises';
import { z } from 'zod';

const lineSchema = z.object({
  at: z.number(),
  source: z.string(),
  level: z.enum(['info', 'error']),
  text: z.string(),
});

export type LogEntry = z.output<typeof lineSchema>;

const CHUNK_BYTES = 256 * 1024;

type LogPart = { lines: LogEntry[]; nextOffset: number };

/**
 * Whole lines after `offset` (bytes), at most 256 KiB of them, and where to go on. A missing file is an empty one. A
 * file shorter than `offset` has made room (deployer/log-writer.ts): its older part is read to the end, then the file
 * from its beginning.
 */
export async function readLogFrom(file: string, offset: number): Promise<LogPart> {
  if (offset <= (await sizeOf(file))) return readPart(file, offset);
  const older = await readPart(`${file}.1`, offset);
  if (older.nextOffset > offset) return older;
  const fresh = await readPart(file, 0);
  return fresh.nextOffset > 0 ? fresh : older;
}

/** The last whole lines, oldest first: at most `most`, and of a file no more than 256 KiB. A missing file is an empty one. */
export async function readLogEnd(file: string, most: number): Promise<LogEntry[]> {
  const { lines } = await readPart(file, await endOf(file));
  if (lines.length >= most) return lines.slice(-most);
  const older = await readPart(`${file}.1`, await endOf(`${file}.1`));
  return [...older.lines, ...lines].slice(-most);
}

/** Where the last chunk begins: most likely amid a line, which is left out. */
async function endOf(file: string): Promise<number> {
  return Math.max(0, (await sizeOf(file)) - CHUNK_BYTES);
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(absent))?.size ?? 0;
}

async function readPart(file: string, offset: number): Promise<LogPart> {
  await using handle = await open(file).catch(absent);
  if (!handle) return { lines: [], nextOffset: offset };
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, offset);
  const end = buffer.subarray(0, bytesRead).lastIndexOf(10) + 1;
  const lines = buffer.toString('utf8', 0, end).split('\n').flatMap(parseLine);
  return { lines, nextOffset: offset + end };
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** A line torn by a crash is left out. */
function parseLine(text: string): LogEntry[] {
  if (text === '') return [];
  try {
    return [lineSchema.parse(JSON.parse(text))];
  } catch {
    return [];
  }
}
