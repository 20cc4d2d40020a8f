// Code that versions are made from: what people upload, and what git fetches. Nothing in it is trusted: names, links
// and sizes are checked while it is written, and what is refused leaves nothing behind.
import { stat } from 'node:fs/promises';
import type { VersionSource } from '#server/domain/version-source.ts';
import { fetchRepository } from './fetch-repository.ts';
import { packageFolder } from './package-folder.ts';
import { SourceError } from './source-error.ts';

export type CodeSource = Exclude<VersionSource, { kind: 'image' }>;

export type FetchOrder = {
  source: CodeSource;
  dataDir: string;
  /** A folder that is not there yet, for what has to be fetched; its owner removes it, also where fetching failed. */
  into: string;
  /** For the repository, unsealed. */
  token: string | null;
  timeoutMs?: number;
};

export type FetchedSource = {
  /** The root of the code: 目标目录 is below it. A package's is its own folder, only to be read. */
  folder: string;
  /** Of a repository: the whole hash. */
  commit: string | null;
};

/** Has the code of a version in a folder. Throws {@link SourceError}, or the signal's reason. */
export async function fetchSource(
  { source, dataDir, into, token, timeoutMs }: FetchOrder,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<FetchedSource> {
  signal.throwIfAborted();
  if (source.kind === 'package') return { folder: await folderOf(dataDir, source.packageId), commit: null };
  const { url, branch } = source;
  const commit = await fetchRepository({ url, branch, token, into, timeoutMs }, tell, signal);
  return { folder: into, commit };
}

async function folderOf(dataDir: string, packageId: string): Promise<string> {
  try {
    const folder = packageFolder(dataDir, packageId);
    await stat(folder);
    return folder;
  } catch (cause) {
    throw new SourceError('source_fetch_fail', { reason: 'package_missing' }, { cause });
  }
}
