// Why a build failed, from the words of the engine's builder: it has no codes of its own.
import type { FailureCode } from '#server/domain/failures.ts';
import { registryOf } from '#server/domain/registry.ts';
import type { BuildOrder } from '#server/runner/port.ts';
import { pullFailure } from './pull-failure.ts';

export type BuildAnswer = {
  /** The engine's last word. */
  message: string;
  /** Of the step's command; null where none ended. */
  exitCode: number | null;
  /** The instruction it was at, as in the Dockerfile; null before the first. */
  step: string | null;
  /** What the build said last. */
  tail: readonly string[];
};

export type BuildFailure = { code: FailureCode; params: Record<string, string | number> };

const FULL = /no space left on device|ENOSPC|disk quota exceeded/i;
const NO_DOCKERFILE = /Cannot locate specified Dockerfile|failed to read dockerfile/i;
const FROM = /^FROM\s+(?:--\S+\s+)*(\S+)/i;
const COPY_FROM = /^invalid from flag value (\S+):/i;
const MISWRITTEN = /invalid reference format|parse error|must be lowercase|invalid from flag value \d+/i;
/** 128 + KILL: what the kernel sends to what uses more memory than it may. */
const KILLED = 137;
const LONGEST_STEP = 200;
const LONGEST_REASON = 600;

export function buildFailure(
  { message, exitCode, step, tail }: BuildAnswer,
  { dockerfile, directory, limits }: Pick<BuildOrder, 'dockerfile' | 'directory' | 'limits'>,
): BuildFailure {
  const said = exitCode === null ? [message] : [message, ...tail];
  if (said.some((line) => FULL.test(line))) return { code: 'disk_full', params: { where: 'build' } };
  if (exitCode === KILLED) return { code: 'build_out_of_memory', params: { memoryGb: limits.memoryGb } };
  if (NO_DOCKERFILE.test(message)) return { code: 'dockerfile_missing', params: { dockerfile, directory } };
  const image = exitCode === null ? missingBase(message, step) : undefined;
  if (image) return baseFailure(image, message);
  const params = { step: (step ?? 'none').slice(0, LONGEST_STEP), reason: message.slice(0, LONGEST_REASON) };
  return { code: 'build_fail', params };
}

/** Where its registry wants somebody to sign in, another image would not help. */
function baseFailure(image: string, message: string): BuildFailure {
  if (pullFailure(image, false, message).code !== 'registry_refused') {
    return { code: 'base_image_missing', params: { image } };
  }
  return { code: 'registry_refused', params: { registry: registryOf(image), image } };
}

/** At FROM the engine does nothing but look for the image; `COPY --from` names one in its error. */
function missingBase(message: string, step: string | null): string | undefined {
  if (MISWRITTEN.test(message)) return undefined;
  return FROM.exec(step ?? '')?.[1] ?? COPY_FROM.exec(message)?.[1];
}
