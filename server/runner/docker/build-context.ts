// The files that a build may see, as a tar that is written while the engine reads it.
import { createReadStream } from 'node:fs';
import { lstat, opendir, readlink } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Pack } from 'tar-stream';
import { isIgnored, parseIgnoreFile } from '#server/domain/ignore-rules.ts';
import { readSmallFile, resolveInside } from '#server/runner/code-folder.ts';

export type ContextFolder = {
  /** A real path: no link in it. */
  root: string;
  /** Below which the files lie in the tar; empty for the top. */
  prefix: string;
  /** Sent whatever .dockerignore says: the engine reads it. */
  dockerfile: string | null;
};

/** Adds all files below the folder that .dockerignore lets through. Links stay links, and those that lead out stay away. */
export async function addFolder(context: Pack, folder: ContextFolder): Promise<void> {
  await addEntries(context, folder, '', await filterOf(folder));
}

type Filter = { file: (name: string) => boolean; wholeFolder: (name: string) => boolean };

/** A folder is walked even where it is ignored, if an exception (`!…`) may be about something in it. */
async function filterOf({ root, dockerfile }: ContextFolder): Promise<Filter> {
  const rules = parseIgnoreFile((await readSmallFile(root, '.dockerignore')) ?? '');
  const hasExceptions = rules.some(({ isException }) => isException);
  const always = new Set(['.dockerignore', dockerfile]);
  return {
    file: (name) => !always.has(name) && isIgnored(rules, name),
    wholeFolder: (name) => !hasExceptions && !dockerfile?.startsWith(`${name}/`) && isIgnored(rules, name),
  };
}

async function addEntries(
  context: Pack,
  folder: ContextFolder,
  below: string,
  filter: Filter,
): Promise<void> {
  for await (const entry of await opendir(path.join(folder.root, below))) {
    const name = path.posix.join(below, entry.name);
    if (entry.isDirectory()) {
      if (filter.wholeFolder(name)) continue;
      if (!filter.file(name)) await addEntry(context, folder, name);
      await addEntries(context, folder, name, filter);
    } else if (!filter.file(name)) await addEntry(context, folder, name);
  }
}

/** Sockets and devices are no code. */
async function addEntry(context: Pack, { root, prefix }: ContextFolder, name: string): Promise<void> {
  const source = path.join(root, name);
  const { size, mode, mtime, ...facts } = await lstatOf(source);
  const header = { name: path.posix.join(prefix, name), mode: mode & 0o7777, mtime };
  if (facts.isDirectory) context.entry({ ...header, type: 'directory' });
  else if (facts.isLink) {
    if ((await resolveInside(root, name)) === null) return;
    context.entry({ ...header, type: 'symlink', linkname: await readlink(source) });
  } else if (facts.isFile) await pipeline(createReadStream(source), context.entry({ ...header, size }));
}

async function lstatOf(source: string) {
  const facts = await lstat(source);
  const { size, mode, mtime } = facts;
  const kind = { isDirectory: facts.isDirectory(), isLink: facts.isSymbolicLink(), isFile: facts.isFile() };
  return { size, mode, mtime, ...kind };
}
