import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Git } from './git.ts';
import { SOURCE_LIMITS, type SourceLimits } from './limits.ts';
import { requireLinksInside } from './links-inside.ts';
import { SourceError } from './source-error.ts';

export type RepositoryOrder = {
  /** https://…, or an absolute path of this machine. */
  url: string;
  branch: string;
  token: string | null;
  into: string;
  timeoutMs?: number;
  limits?: SourceLimits;
};

const TIMEOUT_MS = 10 * 60_000;
/** Between two looks at how much git has fetched. */
const LOOK_MS = 200;

/**
 * The newest commit of one branch, without its history, submodules and hooks, in a new folder; gives its whole hash.
 * How large it becomes is known before a file of it is written. Throws SourceError, or the signal's reason.
 */
export async function fetchRepository(
  order: RepositoryOrder,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const { url, token, into, limits = SOURCE_LIMITS, timeoutMs = TIMEOUT_MS } = order;
  const late = AbortSignal.timeout(timeoutMs);
  const excess = new AbortController();
  const ending = AbortSignal.any([signal, late, excess.signal]);
  const looking = setInterval(() => {
    void fetchedBytes(into).then((bytes) => {
      if (bytes > limits.repositoryBytes) excess.abort();
    });
  }, LOOK_MS);
  try {
    // Where this machine keeps its files is nothing for a log that everybody may read.
    const scrubbed = (line: string) => tell(line.replaceAll(into, 'source'));
    await using git = await Git.open({ url, token, tell: scrubbed });
    return await check(git, order, limits, ending);
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) throw new SourceError('source_fetch_fail', { reason: 'timeout' }, { cause: error });
    if (excess.signal.aborted) throw tooLarge();
    throw error;
  } finally {
    clearInterval(looking);
  }
}

async function check(
  git: Git,
  { url, branch, into }: RepositoryOrder,
  limits: SourceLimits,
  signal: AbortSignal,
): Promise<string> {
  const from = url.startsWith('/') ? pathToFileURL(url).href : url; // A path alone would be copied with its history.
  const one = ['--depth=1', '--single-branch', '--no-tags', '--no-recurse-submodules', '--no-checkout'];
  const options = [...one, '--template=', '--progress', `--branch=${branch}`];
  await git.run(['clone', ...options, '--', from, into], signal);
  if ((await fetchedBytes(into)) > limits.repositoryBytes) throw tooLarge();
  await requireSmall(git, into, limits, signal);
  const commit = await git.read(['-C', into, 'rev-parse', '--verify', 'HEAD'], signal);
  await git.run(['-C', into, 'checkout', '--quiet', '--detach', 'HEAD'], signal);
  await rm(path.join(into, '.git'), { recursive: true });
  await requireLinksInside(into, signal);
  return commit.trim();
}

/** Sizes as the objects themselves have them; the tree may be far larger than what was sent of it. */
async function requireSmall(
  git: Git,
  into: string,
  limits: SourceLimits,
  signal: AbortSignal,
): Promise<void> {
  let bytes = 0;
  let entries = 0;
  await git.each(['-C', into, 'ls-tree', '-r', '-t', '-l', '-z', 'HEAD'], signal, (line) => {
    const fileBytes = Number(/^\d+ blob \S+ +(\d+)\t/.exec(line)?.[1] ?? 0);
    bytes += fileBytes;
    entries += 1;
    const isLarge = fileBytes > limits.fileBytes || bytes > limits.unpackedBytes || entries > limits.entries;
    if (isLarge) throw tooLarge();
  });
}

/** What git has written of the repository itself; 0 before it began. */
async function fetchedBytes(into: string): Promise<number> {
  const folder = path.join(into, '.git', 'objects', 'pack');
  const names = await readdir(folder).catch(() => []);
  const sizes = names.map((name) =>
    stat(path.join(folder, name))
      .then(({ size }) => size)
      .catch(() => 0),
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

function tooLarge(): SourceError {
  return new SourceError('source_fetch_fail', { reason: 'too_large' });
}
