// A tar archive as a Blob that refers to its files (POSIX.1-2001, pax): no file is read until the archive is sent, so a
// folder of gigabytes costs the page 512 bytes a file.

export type TarFile = {
  /** With `/`, below the root of the archive. */
  path: string;
  content: Blob;
  /** Epoch ms. */
  modifiedAt: number;
};

const BLOCK = 512;
/** Browsers do not say which files are programs: all of them are, as in the contexts that Docker sends from Windows. */
const MODE = 0o755;
const MAX_PLAIN_PATH = 100;

export function tarOf(files: readonly TarFile[]): Blob {
  const parts = files.flatMap(({ path, content, modifiedAt }) => [
    ...longName(path, modifiedAt),
    headerOf({ path: plainPath(path), size: content.size, modifiedAt, type: '0' }),
    content,
    padding(content.size),
  ]);
  return new Blob([...parts, new Uint8Array(2 * BLOCK)]);
}

/** What stands before a file whose path does not fit into 100 bytes of ASCII: the path as UTF-8. */
function longName(path: string, modifiedAt: number): Uint8Array<ArrayBuffer>[] {
  if (isPlain(path)) return [];
  const record = paxRecord('path', path);
  return [
    headerOf({ path: 'PaxHeader', size: record.length, modifiedAt, type: 'x' }),
    record,
    padding(record.length),
  ];
}

/** `<length> path=<path>\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Uint8Array<ArrayBuffer> {
  const rest = new TextEncoder().encode(` ${key}=${value}\n`).length;
  let length = rest;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return new TextEncoder().encode(`${length} ${key}=${value}\n`);
}

function isPlain(path: string): boolean {
  return path.length <= MAX_PLAIN_PATH && /^[\x20-\x7e]*$/.test(path);
}

/** For readers that do not know pax. */
function plainPath(path: string): string {
  return isPlain(path) ? path : path.replace(/[^\x20-\x7e]/g, '_').slice(-MAX_PLAIN_PATH);
}

type Header = { path: string; size: number; modifiedAt: number; type: '0' | 'x' };

function headerOf({ path, size, modifiedAt, type }: Header): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK);
  const write = (at: number, text: string) => block.set(new TextEncoder().encode(text), at);
  write(0, path);
  write(100, `${octal(MODE, 7)}\0`);
  write(108, `${octal(0, 7)}\0${octal(0, 7)}\0`);
  write(124, `${octal(size, 11)}\0${octal(Math.max(0, Math.floor(modifiedAt / 1000)), 11)}\0`);
  write(148, ' '.repeat(8));
  write(156, type);
  write(257, 'ustar\x0000');
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(148, `${octal(sum, 6)}\0 `);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function padding(size: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}
