// Keys live in files of their own, readable by the owner alone, made at first start.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type KeyName = 'visit' | 'session';

/** The 32-byte key `<dataDir>/keys/<name>.key`; made now where it is not there yet. */
export function keyOf(dataDir: string, name: KeyName): Buffer {
  const file = path.join(dataDir, 'keys', `${name}.key`);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'hex');
}
