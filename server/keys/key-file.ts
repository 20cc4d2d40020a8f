// Keys live in files of their own, readable by the owner alone, made at first start.
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

export type KeyName = 'visit' | 'visitor' | 'session' | 'secrets';

const KEY_BYTES = 32;

/** Why a key cannot be used, in words for the person who starts the product. They never tell anything of the key. */
export class KeyRefused extends Error {
  override readonly name = 'KeyRefused';
}

/** The 32-byte key `<dataDir>/keys/<name>.key`; made now where it is not there yet. Throws {@link KeyRefused}. */
export function keyOf(dataDir: string, name: Exclude<KeyName, 'secrets'>): Buffer {
  ensureKey(dataDir, name);
  const [key, ...others] = readKeys(dataDir, name);
  if (!key || others.length > 0) throw damaged(keyFile(dataDir, name));
  return key;
}

/** Makes the file where it is not there yet. */
export function ensureKey(dataDir: string, name: KeyName): void {
  const file = keyFile(dataDir, name);
  if (!existsSync(file)) writeWhole(file, [newKey()], linkUnlessThere);
}

export function newKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/** One key a line; none where there is no file. Throws {@link KeyRefused}. */
export function readKeys(dataDir: string, name: KeyName): Buffer[] {
  const file = keyFile(dataDir, name);
  if (!existsSync(file)) return [];
  for (const place of [path.dirname(file), file]) requireOwnAlone(place);
  const keys = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => Buffer.from(line, 'hex'));
  if (keys.some(({ length }) => length !== KEY_BYTES)) throw damaged(file);
  return keys;
}

/** In place of those that are in the file; it is the old or the new one, whenever the process dies. */
export function writeKeys(dataDir: string, name: KeyName, keys: readonly Buffer[]): void {
  writeWhole(keyFile(dataDir, name), keys, renameSync);
}

export function keyFile(dataDir: string, name: KeyName): string {
  return path.join(dataDir, 'keys', `${name}.key`);
}

/** Takes the rights of others away. Throws {@link KeyRefused} where that is not ours to do. */
function requireOwnAlone(place: string): void {
  const { mode } = statSync(place);
  if ((mode & 0o077) === 0) return;
  try {
    chmodSync(place, mode & 0o700);
  } catch (error) {
    const said = (error as NodeJS.ErrnoException).code;
    throw new KeyRefused(
      `Others may read ${place}, and that could not be changed (${said}). Run chmod go= on it as its owner.`,
    );
  }
}

function damaged(file: string): KeyRefused {
  return new KeyRefused(
    `The key ${file} is damaged. Put it back from a backup, or remove it: a new one is made, and what the old one sealed cannot be read any more.`,
  );
}

function writeWhole(
  file: string,
  keys: readonly Buffer[],
  settle: (draft: string, file: string) => void,
): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const text = keys.map((key) => key.toString('hex')).join('\n');
  writeFileSync(draft, text, { mode: 0o600, flush: true });
  try {
    settle(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Who was quicker has made it. */
function linkUnlessThere(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
