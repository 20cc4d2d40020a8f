import { readdir, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { SourceError } from './source-error.ts';

/** As many as Linux follows (path_resolution(7)). */
const MOST_HOPS = 40;

/** Throws link_outside where following a link of the tree would lead out of it, whether something is there or not. */
export async function requireLinksInside(folder: string, signal: AbortSignal): Promise<void> {
  const root = await realpath(folder);
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    if (!entry.isSymbolicLink()) continue;
    signal.throwIfAborted();
    if (!(await leadsOut(root, entry.parentPath, entry.name))) continue;
    throw new SourceError('source_fetch_fail', { reason: 'link_outside' });
  }
}

/** Goes part by part, as the kernel does: `..` behind a link is the parent of what it leads to. */
async function leadsOut(root: string, from: string, name: string): Promise<boolean> {
  const ahead = [name];
  let at = from;
  let hops = 0;
  for (let part = ahead.shift(); part !== undefined; part = ahead.shift()) {
    const next = path.join(at, part);
    if (next !== root && !next.startsWith(root + path.sep)) return true;
    const target = await readlink(next).catch(() => null); // No link, or nothing there.
    if (target === null) at = next;
    else if (path.isAbsolute(target) || ++hops > MOST_HOPS) return true;
    else ahead.unshift(...target.split('/'));
  }
  return false;
}
