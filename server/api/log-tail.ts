// Reading a growing log file that another process writes: one JSON object a line.
import { open } from 'node:fs/promises';
import { z } from 'zod';

const lineSchema = z.object({
  at: z.number(),
  source: z.string(),
  level: z.enum(['info', 'error']),
  text: z.string(),
});

export type LogEntry = z.output<typeof lineSchema>;

const CHUNK_BYTES = 256 * 1024;

/** Whole lines after `offset` (bytes), at most 256 KiB of them, and where to go on. A missing file is an empty one. */
export async function readLogFrom(
  file: string,
  offset: number,
): Promise<{ lines: LogEntry[]; nextOffset: number }> {
  const bytes = await readChunk(file, offset);
  const end = bytes.lastIndexOf(10) + 1;
  const lines = bytes.subarray(0, end).toString('utf8').split('\n').flatMap(parseLine);
  return { lines, nextOffset: offset + end };
}

async function readChunk(file: string, offset: number): Promise<Buffer> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, offset);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
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
