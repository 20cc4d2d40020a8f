import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '#server/domain/problem.ts';
import { SOURCE_LIMITS, type SourceLimits } from './limits.ts';
import { packageFolder, packagesFolder, uploadsFolder } from './package-folder.ts';
import { unpackTar } from './unpack-tar.ts';
import { unpackZip } from './unpack-zip.ts';
import { Unpacking } from './unpacking.ts';

export type Upload = {
  dataDir: string;
  packageId: string;
  kind: 'zip' | 'folder';
  body: NodeJS.ReadableStream;
  limits?: SourceLimits;
};

export type ReceivedPackage = { folder: string; sizeBytes: number; fileCount: number };

/** Below this no ratio makes a bomb: a log of zeros in a small project is harmless. */
const HARMLESS_BYTES = 16 * 1024 ** 2;

/**
 * Makes a package of an upload: `<dataDir>/packages/<id>`, whole or not at all. Throws a Problem where it is refused,
 * the signal's reason, or what broke the upload off; whichever it is, nothing stays behind.
 */
export async function receivePackage(upload: Upload, signal: AbortSignal): Promise<ReceivedPackage> {
  const { dataDir, packageId, body } = upload;
  body.on('error', () => {}); // Who reads it is told; until then one without a listener would end the process.
  const target = packageFolder(dataDir, packageId);
  const draft = path.join(uploadsFolder(dataDir), packageId);
  try {
    await mkdir(path.join(draft, 'files'), { recursive: true });
    await mkdir(packagesFolder(dataDir), { recursive: true });
    const { bytes, files } = await unpack(upload, draft, signal);
    await rename(await rootOf(path.join(draft, 'files')), target);
    return { folder: target, sizeBytes: bytes, fileCount: files };
  } catch (error) {
    throw asProblem(error);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function unpack(
  { kind, body, limits = SOURCE_LIMITS }: Upload,
  draft: string,
  signal: AbortSignal,
): Promise<Unpacking> {
  const archive = path.join(draft, 'archive');
  const archiveBytes = await spool(body, archive, limits.uploadBytes, signal);
  const mostBytes =
    kind === 'zip' ? Math.max(HARMLESS_BYTES, archiveBytes * limits.expansion) : Number.POSITIVE_INFINITY;
  const unpacking = new Unpacking(path.join(draft, 'files'), limits, mostBytes, signal);
  const unpackArchive = kind === 'zip' ? unpackZip : unpackTar;
  await unpackArchive(archive, unpacking, limits).catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof Problem || isOfDisk(error)) throw error;
    throw new Problem('upload_damaged', { cause: error });
  });
  if (unpacking.files === 0) throw new Problem('upload_empty');
  return unpacking;
}

/** A zip's directory is at its end, so the whole of it has to be there first. Gives its bytes. */
async function spool(
  body: NodeJS.ReadableStream,
  file: string,
  limitBytes: number,
  signal: AbortSignal,
): Promise<number> {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > limitBytes ? uploadTooLarge(limitBytes) : null, chunk);
    },
  });
  await pipeline(body, counter, createWriteStream(file, { flags: 'wx', mode: 0o600 }), { signal });
  return bytes;
}

export function uploadTooLarge(limitBytes: number): Problem {
  return new Problem('upload_too_large', { params: { limitMb: limitBytes / 1024 ** 2 } });
}

/** A single folder at the top is what the code was packed in, not a part of it. */
async function rootOf(folder: string): Promise<string> {
  const [only, ...others] = await readdir(folder, { withFileTypes: true });
  return only?.isDirectory() && others.length === 0 ? path.join(folder, only.name) : folder;
}

function isOfDisk(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

function asProblem(error: unknown): unknown {
  return isOfDisk(error) ? new Problem('upload_no_space', { cause: error }) : error;
}
