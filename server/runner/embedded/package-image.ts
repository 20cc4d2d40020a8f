// Code that the embedded runner runs as it is: copied once, started by Node. Nothing is installed and no shell is asked.
//   <dataDir>/embedded-images/<id>/image.json   what is started
//   <dataDir>/embedded-images/<id>/code/        目标目录 of the code
// A copy appears whole or not at all: it is made as <id>.draft.
import { randomBytes } from 'node:crypto';
import { constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, lstat, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type CodeFacts, recognizeCode } from '#server/domain/recognize-code.ts';
import { buildFolder, isFileInside, readCodeFacts, resolveInside } from '#server/runner/code-folder.ts';
import { BuildError, type BuildOrder, type PreparedImage } from '#server/runner/port.ts';
import { STATIC_SERVER } from '#server/runner/static-site/static-server.ts';

/** As image.json has it. `start`: arguments for node. */
type ImageRecord = { tag: string } & ({ kind: 'node'; start: string[] } | { kind: 'site'; folder: string });

const PREFIX = 'embedded/';
const DRAFT = '.draft';

export type PackageImage = {
  /** Arguments for node, as the package itself wants to be started. */
  start: string[];
  /** Where its process works. */
  folder: string;
};

/** Copies what the order names. Throws BuildError, or the signal's reason with nothing left behind. */
export async function buildPackage(
  root: string,
  order: BuildOrder,
  onLine: (line: string) => void,
  signal: AbortSignal,
): Promise<PreparedImage> {
  const late = AbortSignal.timeout(order.timeoutMs);
  const source = await buildFolder(order);
  const record = recordOf(await readCodeFacts(source), order, await isFileInside(source, order.dockerfile));
  const id = randomBytes(8).toString('hex');
  const draft = path.join(root, `${id}${DRAFT}`);
  try {
    const sizeBytes = await copyCode(source, path.join(draft, 'code'), AbortSignal.any([signal, late]));
    await writeFile(path.join(draft, 'image.json'), JSON.stringify(record));
    await rename(draft, path.join(root, id));
    onLine(`Copied ${sizeBytes} bytes; started by ${startLine(record)}`);
    return { image: `${PREFIX}${id}`, digest: null, sizeBytes };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    signal.throwIfAborted();
    throw failedCopy(error, late, order);
  }
}

/** Null where it is none of these, or gone. */
export function readPackageImage(root: string, image: string): PackageImage | null {
  const folder = folderOf(root, image);
  if (!folder || !existsSync(path.join(folder, 'image.json'))) return null;
  const record = JSON.parse(readFileSync(path.join(folder, 'image.json'), 'utf8')) as ImageRecord;
  const code = path.join(folder, 'code');
  if (record.kind === 'node') return { start: record.start, folder: code };
  return { start: [STATIC_SERVER, path.join(code, record.folder)], folder: code };
}

/** Whole ones and what was left of those whose copying was cut off. */
export function listPackageImages(root: string): string[] {
  return existsSync(root) ? readdirSync(root).map((name) => `${PREFIX}${name}`) : [];
}

export async function removePackageImage(root: string, image: string): Promise<void> {
  const folder = folderOf(root, image);
  if (folder) await rm(folder, { recursive: true, force: true });
}

function folderOf(root: string, image: string): string | null {
  const id = /^embedded\/([0-9a-f]{16}(?:\.draft)?)$/.exec(image)?.[1];
  return id ? path.join(root, id) : null;
}

function recordOf(facts: CodeFacts, { tag }: BuildOrder, hasDockerfile: boolean): ImageRecord {
  const code = recognizeCode(facts);
  if (code.kind === 'site') return { tag, kind: 'site', folder: code.folder };
  if (code.kind === 'problem') {
    if (hasDockerfile) throw unsupported('dockerfile_only');
    throw new BuildError(code.code, code.params);
  }
  if (!code.start) throw unsupported('start_script');
  if (code.hasDependencies && !code.hasModules) throw unsupported('no_modules');
  return { tag, kind: 'node', start: code.start };
}

function unsupported(reason: 'dockerfile_only' | 'start_script' | 'no_modules'): BuildError {
  return new BuildError('source_unsupported', { reason });
}

/** Links that lead out of the code stay behind. Gives the bytes of all files. */
async function copyCode(source: string, target: string, signal: AbortSignal): Promise<number> {
  let sizeBytes = 0;
  const filter = async (file: string) => {
    signal.throwIfAborted();
    const facts = await lstat(file);
    if (facts.isFile()) sizeBytes += facts.size;
    if (facts.isSymbolicLink()) return (await resolveInside(source, path.relative(source, file))) !== null;
    return facts.isFile() || facts.isDirectory();
  };
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  await cp(source, target, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter,
  });
  await stat(target);
  return sizeBytes;
}

function startLine(record: ImageRecord): string {
  return record.kind === 'node' ? ['node', ...record.start].join(' ') : 'the static server';
}

function failedCopy(error: unknown, late: AbortSignal, { timeoutMs }: BuildOrder): unknown {
  if (late.aborted) return new BuildError('build_timeout', { minutes: Math.ceil(timeoutMs / 60_000) });
  const isFull = ['ENOSPC', 'EDQUOT'].includes((error as NodeJS.ErrnoException).code ?? '');
  return isFull ? new BuildError('disk_full', { where: 'build' }, { cause: error }) : error;
}
