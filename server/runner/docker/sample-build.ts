// Builds the sample images out of the running Node: one big layer that all tags share, and a tiny one with the
// program. A label tells which program and Node an image holds, so that an upgrade replaces it.
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { RunnerError } from '#server/runner/port.ts';
import { SAMPLE_PROGRAM } from '#server/runner/sample/sample-image.ts';
import { type Engine, EngineRefusal } from './engine.ts';
import { buildImage, type ImageFile, programFiles } from './scratch-image.ts';

/** Images of ours that are parts of others, not for deploying. */
export const SAMPLE_BASE = 'cloudberth/sample-base';
const DIGEST_LABEL = 'cloudberth.sample';
export const NODE_PATH = '/usr/bin/node';
export const NOBODY = 65534;
const BUILD_DEADLINE_MS = 300_000;

/** Makes sure that `sample/hello:<tag>` is there and made of this Node and program. Throws `image_missing`. */
export async function ensureSampleImage(
  engine: Engine,
  tag: string,
  onProgress: (line: string) => void,
): Promise<void> {
  if (process.platform !== 'linux') {
    throw new RunnerError(
      'image_missing',
      'Sample images can be built only where this program runs on Linux',
    );
  }
  const signal = AbortSignal.timeout(BUILD_DEADLINE_MS);
  const node = await programFiles(process.execPath, NODE_PATH);
  const program = await sampleFiles();
  const digest = await digestOf([...node, ...program]);
  const image = `sample/hello:${tag}`;
  if ((await labelOf(engine, image)) === digest) return;
  const base = await ensureOwnBase(engine, onProgress);
  await buildImage(engine, samplePlan(image, base, program, tag, digest), onProgress, signal);
}

/** What an image with nothing but this machine's Node is called, and where Node is in it; null where none can be made. */
export async function ownBase(engine: Engine): Promise<{ reference: string; node: string } | null> {
  if (process.platform !== 'linux' || !engine.isLocal) return null;
  const files = await programFiles(process.execPath, NODE_PATH);
  return { reference: `${SAMPLE_BASE}:${await digestOf(files)}`, node: NODE_PATH };
}

/** Makes sure that the base is there; one build for all who ask. Gives its name. Throws `image_missing`. */
export async function ensureOwnBase(engine: Engine, onProgress: (line: string) => void): Promise<string> {
  const node = await programFiles(process.execPath, NODE_PATH);
  const base = `${SAMPLE_BASE}:${await digestOf(node)}`;
  await engine.once(base, async () => {
    if ((await labelOf(engine, base)) !== null) return;
    await buildImage(engine, basePlan(base, node), onProgress, AbortSignal.timeout(BUILD_DEADLINE_MS));
  });
  return base;
}

function basePlan(tag: string, node: ImageFile[]) {
  const accounts: ImageFile[] = [
    {
      kind: 'text',
      path: '/etc/passwd',
      text: `root:x:0:0:root:/:\nnobody:x:${NOBODY}:${NOBODY}:nobody:/tmp:\n`,
    },
    { kind: 'text', path: '/etc/group', text: `root:x:0:\nnogroup:x:${NOBODY}:\n` },
    { kind: 'directory', path: '/tmp', mode: 0o1777 },
  ];
  return {
    tag,
    from: 'scratch',
    files: [...node, ...accounts],
    instructions: [`LABEL ${DIGEST_LABEL}=base`],
  };
}

function samplePlan(tag: string, from: string, files: ImageFile[], version: string, digest: string) {
  const instructions = [
    `USER ${NOBODY}:${NOBODY}`,
    'WORKDIR /tmp',
    `ENTRYPOINT ${JSON.stringify([NODE_PATH, `/sample/${path.basename(SAMPLE_PROGRAM)}`])}`,
    `ENV SAMPLE_VERSION=${version}`,
    `LABEL ${DIGEST_LABEL}=${digest}`,
  ];
  return { tag, from, files, instructions };
}

async function sampleFiles(): Promise<ImageFile[]> {
  const folder = path.dirname(SAMPLE_PROGRAM);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.mjs')).sort();
  return names.map((name) => ({ kind: 'file', source: path.join(folder, name), path: `/sample/${name}` }));
}

/** Programs of the sample by content; Node and its libraries, which are large, by size and version. */
async function digestOf(files: ImageFile[]): Promise<string> {
  const hash = createHash('sha256').update(`${process.version} ${process.arch}`);
  for (const file of files) {
    if (file.kind !== 'file') continue;
    hash.update(`\n${file.path} `);
    hash.update(
      file.path.endsWith('.mjs') ? await readFile(file.source) : String((await stat(file.source)).size),
    );
  }
  return hash.digest('hex').slice(0, 12);
}

/** The image's digest label; null where there is no such image. */
async function labelOf(engine: Engine, image: string): Promise<string | null> {
  try {
    const { Config } = await engine.ask((docker) => docker.getImage(image).inspect());
    return Config.Labels?.[DIGEST_LABEL] ?? '';
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) return null;
    throw error;
  }
}
