import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract } from 'tar-stream';
import { Problem } from '#server/domain/problem.ts';
import { entryPath, shown } from './entry-path.ts';
import type { SourceLimits } from './limits.ts';
import type { Unpacking } from './unpacking.ts';

/** Unpacks the tar that a browser makes of a folder. Throws a Problem for what it refuses. */
export async function unpackTar(archive: string, unpacking: Unpacking, limits: SourceLimits): Promise<void> {
  const entries = extract();
  const [feeding, reading] = await Promise.allSettled([
    pipeline(createReadStream(archive), entries),
    readAll(entries, unpacking, limits),
  ]);
  // Whichever fails first breaks the other off; what was refused is the cause.
  if (reading.status === 'rejected' && reading.reason instanceof Problem) throw reading.reason;
  if (feeding.status === 'rejected') throw feeding.reason;
  if (reading.status === 'rejected') throw reading.reason;
}

async function readAll(entries: Extract, unpacking: Unpacking, limits: SourceLimits): Promise<void> {
  for await (const entry of entries) {
    unpacking.countEntry();
    const { name, type, mode = 0 } = entry.header;
    if (type !== 'file' && type !== 'directory') {
      throw new Problem('upload_link', { params: { path: shown(name) } });
    }
    const place = entryPath(name, limits);
    if (place !== null && type === 'file') await unpacking.file(place, chunksOf(entry), (mode & 0o111) !== 0);
    else entry.resume();
    if (place !== null && type === 'directory') await unpacking.directory(place);
  }
}

/** Its iterator ends also where the archive broke off before; Node's pipeline would wait for ever for such a stream. */
async function* chunksOf(entry: AsyncIterable<unknown>): AsyncIterable<unknown> {
  yield* entry;
}
