// Keys live in files of their own, readable by the owner alone, made at first start.
import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type KeyName = 'visit' | 'visitor' | 'session' | 'secrets';

const KEY_BYTES = 32;

/** The 32-byte key `<dataDir>/keys/<name>.key`; made now where it is not there yet. Throws where it is damaged. */
export function keyOf(dataDir: string, name: KeyName): Buffer {
  const file = path.join(dataDir, 'keys', `${name}.key`);
  if (!existsSync(file)) makeKey(file);
  const key = Buffer.from(readFileSync(file, 'utf8'), 'hex');
  if (key.length !== KEY_BYTES) {
    throw new Error(
      `The key ${file} is damaged. Put it back from a backup, or remove it: a new one is made.`,
    );
  }
  return key;
}

/** It appears whole or not at all, whenever the process dies; who was quicker has made it. */
function makeKey(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(KEY_BYTES).toString('hex'), { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}
