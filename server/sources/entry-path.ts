import { Problem } from '#server/domain/problem.ts';
import type { SourceLimits } from './limits.ts';

/** What tools put beside the code, and what no build needs. */
const LEFT_OUT = new Set(['.git', '.DS_Store', '__MACOSX']);
const NAME_BYTES = 255;

/**
 * Where an entry of an archive belongs, below the root and with slashes; null for what is left out. Throws
 * upload_path_unsafe for a name that another system may read as a place outside, or that no file can have: absolute,
 * upwards, with a drive, a backslash, a NUL, or too long. Names that differ in case or form only are different files,
 * as they are in a container.
 */
export function entryPath(name: string, limits: SourceLimits): string | null {
  const parts = name.replace(/\/$/, '').split('/');
  const path = parts.filter((part) => part !== '' && part !== '.').join('/');
  const isSafe =
    !/[\\\p{Cc}\ufffd]/u.test(name) &&
    !/^(?:[A-Za-z]:|\/)/.test(name) &&
    !parts.includes('..') &&
    Buffer.byteLength(path) <= limits.pathBytes &&
    parts.every((part) => Buffer.byteLength(part) <= NAME_BYTES);
  if (!isSafe) throw new Problem('upload_path_unsafe', { params: { path: shown(name) } });
  return path === '' || parts.some((part) => LEFT_OUT.has(part)) ? null : path;
}

/** A name as it can stand in a message. */
export function shown(name: string): string {
  const text = name.replace(/\p{Cc}/gu, '?');
  return text.length <= 120 ? text : `${text.slice(0, 119)}…`;
}
