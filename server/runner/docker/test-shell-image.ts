// For tests only: the sample with a shell in it and what one tries there, made of this machine's programs.
import type { Engine } from './engine.ts';
import { ensureSampleImage } from './sample-build.ts';
import { buildImage, type ImageFile, programFiles } from './scratch-image.ts';

const PROGRAMS = ['sh', 'cat', 'head', 'ls', 'sleep', 'stty', 'yes'];
const BUILD_DEADLINE_MS = 60_000;

/** Answers as `sample/hello:v1` does. Gives its name; who builds it removes it. */
export async function buildShellImage(engine: Engine, name: string): Promise<string> {
  await ensureSampleImage(engine, 'v1', () => {});
  const files = new Map<string, ImageFile>();
  for (const program of PROGRAMS) {
    const parts = await programFiles(`/bin/${program}`, `/bin/${program}`);
    for (const part of parts) files.set(part.path, part);
  }
  const tag = `berth-test/${name}:shell`;
  const plan = { tag, from: 'sample/hello:v1', files: [...files.values()], instructions: [] };
  await buildImage(engine, plan, () => {}, AbortSignal.timeout(BUILD_DEADLINE_MS));
  return tag;
}

export async function removeShellImage(engine: Engine, tag: string): Promise<void> {
  await engine.docker.getImage(tag).remove({ force: true });
}
