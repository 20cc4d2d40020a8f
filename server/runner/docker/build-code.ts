// Code becomes an image by the engine's own builder (POST /build). The files stream there while they are read, the
// build's lines stream back, and ending the connection ends the build at the engine.
import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { registryOf } from '#server/domain/registry.ts';
import {
  BuildError,
  type BuildOrder,
  type PreparedImage,
  type RegistrySignIn,
  RunnerError,
} from '#server/runner/port.ts';
import { buildFailure } from './build-failure.ts';
import { BuildOutput } from './build-output.ts';
import { nameParts, unnamePart } from './build-parts.ts';
import { type BuildPlan, planBuild, writeContext } from './build-plan.ts';
import { BUILT_BY_LABEL, BUILT_TAG_LABEL } from './built-images.ts';
import { asRunnerError, type Engine, EngineRefusal } from './engine.ts';
import { jsonLines } from './json-lines.ts';
import { registryConfigOf } from './registry-auth.ts';

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
    await unnamePart(engine, owner, Id);
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
  const since = Date.now();
  let unreadable: Error | undefined;
  const written = writeContext(context, plan).catch((error: Error) => {
    if (!abortSignal.aborted && !context.destroyed) unreadable = error;
    context.destroy(error);
  });
  try {
    const options = { ...buildOptions(order, owner, plan), abortSignal };
    const answer = await engine.docker.buildImage(Readable.from(context), options);
    for await (const event of jsonLines(answer)) {
      output.take(event);
      // One that has no name stays on the engine's disk; that is no reason to fail.
      await nameParts(engine, owner, output.takeMade(), since).catch(() => {});
    }
  } catch (error) {
    abortSignal.throwIfAborted();
    throw unreadable ? cannotRead(unreadable) : failedBuild(error, output, order);
  } finally {
    context.destroy();
    await written;
  }
  return output.end();
}

/**
 * Every step has these limits: a build cannot starve what serves. The base is pulled only where it is not there. It has
 * the engine's default network, never the machine's, and no build arguments, into which secrets could come.
 */
export function buildOptions(
  { tag, limits, signInTo }: BuildOrder,
  owner: string,
  { dockerfile, bases }: BuildPlan,
) {
  const memory = Math.round(limits.memoryGb * GIBIBYTE);
  return {
    t: tag,
    dockerfile,
    registryconfig: registryConfigOf(signInsFor(bases, signInTo)),
    labels: { [BUILT_BY_LABEL]: owner, [BUILT_TAG_LABEL]: tag },
    rm: true,
    forcerm: true,
    memory,
    memswap: memory,
    cpuperiod: CPU_PERIOD_MICROSECONDS,
    cpuquota: Math.round(limits.cpu * CPU_PERIOD_MICROSECONDS),
  };
}

/** Those of the registries that the Dockerfile names, and no others: the engine is told no more than it needs. */
function signInsFor(bases: readonly string[], signInTo: BuildOrder['signInTo']): RegistrySignIn[] {
  return [...new Set(bases.map(registryOf))].flatMap((registry) => signInTo(registry) ?? []);
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
