// Where a build begins, and what is to be seen there. The code is somebody else's: no name in it leads out of it.
import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type CodeFacts, SITE_FOLDERS } from '#server/domain/recognize-code.ts';
import { BuildError, type BuildOrder } from './port.ts';

const LARGEST_BYTES = 1024 * 1024;

/** 目标目录 on this machine. Throws source_unsupported where the code has no such folder. */
export async function buildFolder({ folder, directory }: BuildOrder): Promise<string> {
  const root = await realpath(folder);
  const found = await resolveInside(root, directory);
  if (found && (await stat(found)).isDirectory()) return found;
  throw new BuildError('source_unsupported', { reason: 'directory_missing' });
}

/** The real place of a name below a folder; null where there is none, or links lead out of the folder. */
export async function resolveInside(folder: string, name: string): Promise<string | null> {
  const found = await realpath(path.join(folder, name)).catch(() => null);
  const isInside = found === folder || found?.startsWith(`${folder}${path.sep}`);
  return isInside ? found : null;
}

export async function isFileInside(folder: string, name: string): Promise<boolean> {
  const found = await resolveInside(folder, name);
  return found !== null && (await stat(found)).isFile();
}

/** The text of a file; null where there is none. Of what is too large to be one of ours only the beginning. */
export async function readSmallFile(folder: string, name: string): Promise<string | null> {
  if (!(await isFileInside(folder, name))) return null;
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(path.join(folder, name), { end: LARGEST_BYTES }))
    pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

export async function readCodeFacts(folder: string): Promise<CodeFacts> {
  const sites = await Promise.all(
    SITE_FOLDERS.map(async (site) => ((await isFileInside(folder, `${site}/index.html`)) ? site : [])),
  );
  return {
    packageJson: await readSmallFile(folder, 'package.json'),
    names: await readdir(folder),
    siteFolders: sites.flat(),
  };
}
