// Images made from files of this machine by the engine's own builder, without any registry.
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { type Pack, pack } from 'tar-stream';
import { RunnerError } from '#server/runner/port.ts';
import { asRunnerError, type Engine } from './engine.ts';
import { jsonLines } from './json-lines.ts';

/** One entry of an image: what it is made from, and its absolute path there. */
export type ImageFile = { path: string; mode?: number } & (
  | { kind: 'file'; source: string }
  | { kind: 'text'; text: string }
  | { kind: 'directory' }
);

export type ImagePlan = {
  tag: string;
  /** The image below; `scratch` for none. */
  from: string;
  files: ImageFile[];
  /** Dockerfile lines after the files: ENTRYPOINT, ENV, LABEL, USER … */
  instructions: string[];
};

/** Builds and tags an image; `onProgress` gets the engine's lines. Throws `image_missing`. */
export async function buildImage(
  engine: Engine,
  plan: ImagePlan,
  onProgress: (line: string) => void,
  abortSignal: AbortSignal,
): Promise<void> {
  const context = pack();
  try {
    const written = writeContext(context, plan).catch((error) => context.destroy(error));
    const options = { t: plan.tag, rm: true, forcerm: true, abortSignal };
    const answer = await engine.docker.buildImage(Readable.from(context), options);
    for await (const event of jsonLines(answer)) follow(event as BuildEvent, onProgress);
    await written;
  } catch (error) {
    abortSignal.throwIfAborted();
    throw new RunnerError('image_missing', asRunnerError(error).message, { cause: error });
  } finally {
    context.destroy();
  }
}

/** A program and every library that the loader needs for it, at the paths where it looks for them. */
export async function programFiles(program: string, imagePath: string): Promise<ImageFile[]> {
  const libraries = (await librariesOf(program)).map((file) => ({ source: file, path: file }));
  const all = [{ source: program, path: imagePath }, ...libraries];
  return all.map((file) => ({ kind: 'file', mode: 0o755, ...file }));
}

/** A folder with all that is in it, links followed. */
export async function folderFiles(folder: string, imagePath: string): Promise<ImageFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.map(async (entry): Promise<ImageFile> => {
    const source = path.join(entry.parentPath, entry.name);
    const target = path.posix.join(imagePath, path.relative(folder, source));
    const found = await stat(source);
    if (found.isDirectory()) return { kind: 'directory', path: target };
    return { kind: 'file', source, path: target, mode: found.mode };
  });
  return Promise.all(files);
}

type BuildEvent = { stream?: string; status?: string; error?: string };

function follow({ stream, status, error }: BuildEvent, onProgress: (line: string) => void): void {
  if (error) throw new RunnerError('image_missing', error);
  const line = (stream ?? status ?? '').trim();
  if (line) onProgress(line);
}

async function writeContext(context: Pack, { from, files, instructions }: ImagePlan): Promise<void> {
  const dockerfile = [`FROM ${from}`, 'COPY rootfs/ /', ...instructions, ''].join('\n');
  context.entry({ name: 'Dockerfile' }, dockerfile);
  for (const file of files) await writeFile(context, file);
  context.finalize();
}

async function writeFile(context: Pack, file: ImageFile): Promise<void> {
  const name = path.posix.join('rootfs', file.path);
  if (file.kind === 'directory') {
    context.entry({ name, type: 'directory', mode: file.mode ?? 0o755 });
  } else if (file.kind === 'text') {
    context.entry({ name, mode: file.mode ?? 0o644 }, file.text);
  } else {
    const source = await realpath(file.source);
    const { size } = await stat(source);
    await pipeline(
      createReadStream(source),
      context.entry({ name, size, mode: (file.mode ?? 0o644) & 0o7777 }),
    );
  }
}

/** What `ldd` lists: `name => /path (0x…)`, and the loader as `/path (0x…)`. */
async function librariesOf(program: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ldd', [program]);
  const missing = /^\s*(\S+) => not found/m.exec(stdout)?.[1];
  if (missing) throw new Error(`${program} needs ${missing}, which is not on this machine`);
  return [...stdout.matchAll(/^\s*(?:\S+ => )?(\/\S+) \(0x/gm)].flatMap(([, file]) => file ?? []);
}
