import { crc32 } from 'node:zlib';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { Problem } from '#server/domain/problem.ts';
import { entryPath, shown } from './entry-path.ts';
import type { SourceLimits } from './limits.ts';
import type { Unpacking } from './unpacking.ts';

/** Unpacks a zip. Throws a Problem for what it refuses; other errors mean that it cannot be read. */
export async function unpackZip(archive: string, unpacking: Unpacking, limits: SourceLimits): Promise<void> {
  const zip = await openPromise(archive, { lazyEntries: true, decodeStrings: false, autoClose: false });
  zip.on('error', () => {}); // One that comes after the last entry was read concerns nobody.
  try {
    if (zip.entryCount > limits.entries) {
      throw new Problem('upload_too_many_entries', { params: { limit: limits.entries } });
    }
    for await (const entry of zip.eachEntry()) await unpackEntry(zip, entry, unpacking, limits);
  } finally {
    zip.close();
  }
}

async function unpackEntry(
  zip: ZipFile,
  entry: Entry,
  unpacking: Unpacking,
  limits: SourceLimits,
): Promise<void> {
  unpacking.countEntry();
  const name = nameOf(entry.fileNameRaw);
  if (entry.isEncrypted()) throw new Problem('upload_encrypted');
  if (isSpecial(entry)) throw new Problem('upload_link', { params: { path: shown(name) } });
  const place = entryPath(name, limits);
  if (place === null) return;
  if (name.endsWith('/')) return unpacking.directory(place);
  await unpacking.file(place, contentOf(zip, entry), (unixModeOf(entry) & 0o111) !== 0);
}

/**
 * Opened by who reads it: an error that came before anybody listened would end the process. The library compares sizes
 * only, so the checksum is ours.
 */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncIterable<Buffer> {
  const { crc32: expected } = entry;
  let sum = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== expected) throw new Error(`checksum ${sum} instead of ${expected}`);
}

/** UTF-8 where it is that; else what Windows in Chinese writes without saying so. */
function nameOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes); // It cannot fail; what it cannot read is refused with the name.
  }
}

/** APPNOTE.TXT 4.4.15: tools of Unix keep st_mode in the upper half; 0 where there is none. */
function unixModeOf({ externalFileAttributes }: Entry): number {
  return externalFileAttributes >>> 16;
}

/** Neither a file nor a folder by its mode: a link, a device, a socket. */
function isSpecial(entry: Entry): boolean {
  const kind = unixModeOf(entry) & 0o170000;
  return kind !== 0 && kind !== 0o100000 && kind !== 0o040000;
}
