// What is sent to the engine's builder: the code with its own Dockerfile, or with one that is made for it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pack } from 'tar-stream';
import { baseImages } from '#server/domain/base-images.ts';
import { type GeneratedBuild, generateDockerfile } from '#server/domain/generate-dockerfile.ts';
import { recognizeCode } from '#server/domain/recognize-code.ts';
import { buildFolder, isFileInside, readCodeFacts } from '#server/runner/code-folder.ts';
import { BuildError, type BuildOrder } from '#server/runner/port.ts';
import { STATIC_SERVER } from '#server/runner/static-site/static-server.ts';
import { addFolder } from './build-context.ts';
import type { Engine } from './engine.ts';
import { ensureOwnBase, ownBase } from './sample-build.ts';

export type BuildPlan = {
  root: string;
  prefix: string;
  /** In the context. */
  dockerfile: string;
  generated: { build: GeneratedBuild; staticServer: string | null } | null;
  /** References of the images that the Dockerfile begins with. */
  bases: string[];
};

/** Throws BuildError where there is nothing that can be built. */
export async function planBuild(
  engine: Engine,
  order: BuildOrder,
  onLine: (line: string) => void,
): Promise<BuildPlan> {
  const root = await buildFolder(order);
  const dockerfile = path.posix.join('/', order.dockerfile).slice(1);
  if (await isFileInside(root, dockerfile)) {
    const bases = baseImages(await readFile(path.join(root, dockerfile), 'utf8'));
    return { root, prefix: '', dockerfile, generated: null, bases };
  }
  const { directory } = order;
  if (dockerfile !== 'Dockerfile') throw new BuildError('dockerfile_missing', { dockerfile, directory });
  const generated = await generate(engine, root, order);
  for (const line of [
    `No Dockerfile in ${directory}; this one is used:`,
    ...generated.dockerfile.trim().split('\n'),
  ])
    onLine(line);
  if (generated.usesOwnBase) await ensureOwnBase(engine, onLine);
  const staticServer = generated.staticServer ? await readFile(STATIC_SERVER, 'utf8') : null;
  const build = { build: generated, staticServer };
  const bases = baseImages(generated.dockerfile);
  return { root, prefix: 'code', dockerfile: 'Dockerfile', generated: build, bases };
}

async function generate(engine: Engine, root: string, order: BuildOrder): Promise<GeneratedBuild> {
  const code = recognizeCode(await readCodeFacts(root));
  const images = await engine.ask((docker) => docker.listImages());
  const references = images.flatMap(({ RepoTags }) => RepoTags ?? []);
  const result =
    code.kind === 'problem'
      ? code
      : generateDockerfile(code, { images: references, own: await ownBase(engine) });
  if (result.kind === 'generated') return result;
  const isNothing = result.params.reason === 'nothing_known';
  const { dockerfile, directory } = order;
  throw isNothing
    ? new BuildError('dockerfile_missing', { dockerfile, directory })
    : new BuildError(result.code, result.params);
}

/** The whole context; ends it. */
export async function writeContext(
  context: Pack,
  { root, prefix, dockerfile, generated }: BuildPlan,
): Promise<void> {
  if (generated) {
    const { build, staticServer } = generated;
    context.entry({ name: dockerfile }, build.dockerfile);
    for (const { path: name, text } of build.files) context.entry({ name }, text);
    if (build.staticServer && staticServer !== null)
      context.entry({ name: build.staticServer }, staticServer);
  }
  await addFolder(context, { root, prefix, dockerfile: generated ? null : dockerfile });
  context.finalize();
}
