// The first run makes the owner, so whoever reaches the console first must prove to sit at the machine: by a code that
// only its terminal and its data folder know. It lives until there is an owner.
import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Without those that are mistaken for one another. 30^12 possibilities: no use in guessing. */
const LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
const GROUPS = 3;
const GROUP_LENGTH = 4;

function fileOf(dataDir: string): string {
  return path.join(dataDir, 'keys', 'setup-code');
}

/** `XXXX-XXXX-XXXX`; the one that was made before, where there is one. */
export function ensureSetupCode(dataDir: string): string {
  const known = readSetupCode(dataDir);
  if (known !== undefined) return known;
  const code = Array.from({ length: GROUPS }, randomGroup).join('-');
  mkdirSync(path.dirname(fileOf(dataDir)), { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(dataDir), `${code}\n`, { mode: 0o600, flush: true });
  return code;
}

function randomGroup(): string {
  return Array.from({ length: GROUP_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}

/** Undefined where there is none, or none that is whole. */
export function readSetupCode(dataDir: string): string | undefined {
  try {
    const text = readFileSync(fileOf(dataDir), 'utf8').trim();
    return plainOf(text).length === GROUPS * GROUP_LENGTH ? text : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether it was typed right; hyphens, spaces and small letters do not matter. Takes as long for any wrong one. */
export function isSetupCode(dataDir: string, typed: string): boolean {
  const code = readSetupCode(dataDir);
  return code !== undefined && timingSafeEqual(hashOf(code), hashOf(typed));
}

/** Once there is an owner. Success where it is gone already. */
export function removeSetupCode(dataDir: string): void {
  rmSync(fileOf(dataDir), { force: true });
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(plainOf(text)).digest();
}

function plainOf(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}
