// Code becomes an image by the engine's own builder (POST /build). The files stream there while they are read, the
// build's lines stream back, and ending the connection ends the build at the engine.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import { type GeneratedBuild, generateDockerfile } from '#server/domain/generate-dockerfile.ts';
import { recognizeCode } from '#server/domain/recognize-code.ts';
import { buildFolder, isFileInside, readCodeFacts } from '#server/runner/code-folder.ts';
import { BuildError, type BuildOrder, type PreparedImage, RunnerError } from '#server/runner/port.ts';
import { STATIC_SERVER } from '#server/runner/static-site/static-server.ts';
import { addFolder } from './build-context.ts';
import { buildFailure } from './build-failure.ts';
import { BuildOutput } from './build-output.ts';
import { BUILT_BY_LABEL, BUILT_TAG_LABEL } from './built-images.ts';
import { asRunnerError, type Engine, EngineRefusal } from './engine.ts';
import { jsonLines } from './json-lines.ts';
import { ensureOwnBase, ownBase } from './sample-build.ts';

type OnLine = (line: string) => void;

const CPU_PERIOD_MICROSECONDS = 100_000;
const GIBIBYTE = 1024 ** 3;

/** Throws BuildError, the signal's reason, or `engine_unavailable`. */
export async function buildCode(
  engine: Engine,
  owner: string,
  order: BuildOrder,
  onLine: OnLine,
  signal: AbortSignal,
): Promise<PreparedImage> {
  const late = AbortSignal.timeout(order.timeoutMs);
  const ended = AbortSignal.any([signal, late]);
  try {
    const id = await build(engine, owner, order, onLine, ended);
    const { Id, Size } = await engine.ask((docker) => docker.getImage(id).inspect());
    return { image: Id, digest: null, sizeBytes: Size };
  } catch (error) {
    signal.throwIfAborted();
    if (late.aborted) throw new BuildError('build_timeout', { minutes: Math.ceil(order.timeoutMs / 60_000) });
    throw error;
  }
}

async function build(
  engine: Engine,
  owner: string,
  order: BuildOrder,
  onLine: OnLine,
  abortSignal: AbortSignal,
): Promise<string> {
  const plan = await planBuild(engine, order, onLine);
  const context = pack();
  const output = new BuildOutput(onLine);
  let unreadable: Error | undefined;
  const written = writeContext(context, plan).catch((error: Error) => {
    if (!abortSignal.aborted && !context.destroyed) unreadable = error;
    context.destroy(error);
  });
  try {
    const options = { ...optionsOf(order, owner), dockerfile: plan.dockerfile, abortSignal };
    const answer = await engine.docker.buildImage(Readable.from(context), options);
    for await (const event of jsonLines(answer)) output.take(event);
  } catch (error) {
    abortSignal.throwIfAborted();
    throw unreadable ? cannotRead(unreadable) : failedBuild(error, output, order);
  } finally {
    context.destroy();
    await written;
  }
  return output.end();
}

type BuildPlan = {
  root: string;
  prefix: string;
  /** In the context. */
  dockerfile: string;
  generated: { build: GeneratedBuild; staticServer: string | null } | null;
};

async function planBuild(engine: Engine, order: BuildOrder, onLine: OnLine): Promise<BuildPlan> {
  const root = await buildFolder(order);
  const dockerfile = path.posix.join('/', order.dockerfile).slice(1);
  if (await isFileInside(root, dockerfile)) return { root, prefix: '', dockerfile, generated: null };
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
  return { root, prefix: 'code', dockerfile: 'Dockerfile', generated: { build: generated, staticServer } };
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

async function writeContext(
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

/** Every step has these limits: a build cannot starve what serves. The base is pulled only where it is not there. */
function optionsOf({ tag, limits }: BuildOrder, owner: string) {
  const memory = Math.round(limits.memoryGb * GIBIBYTE);
  return {
    t: tag,
    labels: { [BUILT_BY_LABEL]: owner, [BUILT_TAG_LABEL]: tag },
    rm: true,
    forcerm: true,
    memory,
    memswap: memory,
    cpuperiod: CPU_PERIOD_MICROSECONDS,
    cpuquota: Math.round(limits.cpu * CPU_PERIOD_MICROSECONDS),
  };
}

function cannotRead(error: Error): BuildError {
  return new BuildError('build_fail', { step: 'none', reason: error.message }, { cause: error });
}

/** What the engine says is final; where it says nothing, it may be asked again. */
function failedBuild(error: unknown, output: BuildOutput, order: BuildOrder): Error {
  const refusal = asRunnerError(error);
  const isSilent = refusal instanceof RunnerError && !(refusal instanceof EngineRefusal);
  if (isSilent && !output.failure) return refusal;
  const { message, exitCode } = output.failure ?? { message: refusal.message, exitCode: null };
  const { code, params } = buildFailure({ message, exitCode, step: output.step, tail: output.tail }, order);
  return new BuildError(code, params, { cause: error });
}
