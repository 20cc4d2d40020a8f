// Code that versions are made from: what people upload, and what git fetches. Nothing in it is trusted: names, links
// and sizes are checked while it is written, and what is refused leaves nothing behind.
import type { VersionSource } from '#server/domain/spec.ts';

export type CodeSource = Exclude<VersionSource, { kind: 'image' }>;

export type FetchOrder = {
  source: CodeSource;
  dataDir: string;
  /** A folder that is not there yet, for what has to be fetched; its owner removes it. */
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

/** Has the code of a version in a folder. Throws SourceError, or the signal's reason. */
export async function fetchSource(
  _order: FetchOrder,
  _tell: (line: string) => void,
  _signal: AbortSignal,
): Promise<FetchedSource> {
  throw new Error('not yet');
}
