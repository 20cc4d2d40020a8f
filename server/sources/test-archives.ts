// Archives for tests: honest ones, and those that tools refuse to write.
import { buffer } from 'node:stream/consumers';
import { crc32, deflateRawSync } from 'node:zlib';
import { type Header, pack } from 'tar-stream';

export type ZipPart = {
  name: string | Buffer;
  data?: string | Buffer;
  /** st_mode of Unix. */
  mode?: number;
  flags?: number;
  method?: number;
  /** What the zip says of the sizes, where that is a lie. */
  declaredBytes?: number;
  crc?: number;
  /** What stands there instead of the compressed data. */
  compressed?: Buffer;
};

const UTF8 = 0x800;

/** A zip of exactly these parts (APPNOTE.TXT 4.3). */
export function zipOf(...parts: ZipPart[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const { local, central } = recordsOf(part, offset);
    locals.push(local);
    directory.push(central);
    offset += local.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directoryBytes, end]);
}

function recordsOf(part: ZipPart, offset: number): { local: Buffer; central: Buffer } {
  const { flags = typeof part.name === 'string' ? UTF8 : 0, method = 8, mode = 0o100644 } = part;
  const name = Buffer.from(part.name);
  const data = Buffer.from(part.data ?? '');
  const stored = part.compressed ?? (method === 8 ? deflateRawSync(data) : data);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(flags, 2);
  common.writeUInt16LE(method, 4);
  common.writeUInt32LE(part.crc ?? crc32(data), 10);
  common.writeUInt32LE(stored.length, 14);
  common.writeUInt32LE(part.declaredBytes ?? data.length, 18);
  common.writeUInt16LE(name.length, 22);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE((mode << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  const madeByUnix = Buffer.from([20, 3]);
  return {
    local: Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, stored]),
    central: Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), madeByUnix, common, rest, name]),
  };
}

export type TarPart = Partial<Header> & { name: string; data?: string | Buffer };

/** A tar of these parts, as a browser's page would write it. */
export async function tarOf(...parts: TarPart[]): Promise<Buffer> {
  const tar = pack();
  for (const { data = '', ...header } of parts) tar.entry(header, Buffer.from(data));
  tar.finalize();
  return buffer(tar);
}
