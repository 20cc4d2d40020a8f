// A zip of a few small files, stored and not compressed (PKWARE APPNOTE 4.3, 4.4).
import { crc32 } from 'node:zlib';

export type ZipEntry = { path: string; bytes: Buffer };

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
/** Version 2.0 can read it; bit 11: names are UTF-8. */
const VERSION_NEEDED = 20;
const UTF8_NAMES = 1 << 11;
/** 1980-01-01, the first day that a zip knows: the same files always give the same bytes. */
const FIRST_DAY = (1 << 5) | 1;

/** The whole archive. Paths have slashes and no leading one. */
export function storedZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = localFile(entry);
    locals.push(local);
    directory.push(centralHeader(entry, offset));
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...locals, central, endOf(entries.length, central.length, offset)]);
}

function localFile({ path, bytes }: ZipEntry): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(LOCAL_HEADER);
  return Buffer.concat([head, factsOf(path, bytes), Buffer.from(path), bytes]);
}

/** What both headers say of a file: 26 bytes. */
function factsOf(path: string, bytes: Buffer): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(VERSION_NEEDED, 0);
  facts.writeUInt16LE(UTF8_NAMES, 2);
  facts.writeUInt16LE(FIRST_DAY, 8);
  facts.writeUInt32LE(crc32(bytes), 10);
  facts.writeUInt32LE(bytes.length, 14);
  facts.writeUInt32LE(bytes.length, 18);
  facts.writeUInt16LE(Buffer.byteLength(path), 22);
  return facts;
}

function centralHeader({ path, bytes }: ZipEntry, offset: number): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32LE(CENTRAL_HEADER);
  head.writeUInt16LE(VERSION_NEEDED, 4);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(offset, 10);
  return Buffer.concat([head, factsOf(path, bytes), tail, Buffer.from(path)]);
}

function endOf(count: number, directoryBytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
