import { type PullReport, type RegistrySignIn, RunnerError } from '#server/runner/port.ts';
import { asRunnerError, type Engine, EngineRefusal } from './engine.ts';
import { jsonLines } from './json-lines.ts';
import { pullFailure } from './pull-failure.ts';
import { type PullEvent, PullOutput } from './pull-output.ts';
import { authOf } from './registry-auth.ts';

export type PullOrder = {
  image: string;
  signIn: RegistrySignIn | null;
  /** It may take hours, but not stand still for so long: the engine tells about every layer many times a second. */
  silentMs: number;
};

/** Has the engine pull an image. Throws `image_missing`, `registry_refused`, `disk_full`, or the signal's reason. */
export async function pullImage(
  { docker }: Engine,
  order: PullOrder,
  onReport: (report: PullReport) => void,
  signal: AbortSignal,
): Promise<void> {
  const { image, signIn, silentMs } = order;
  const stalled = new AbortController();
  const silence = setTimeout(() => stalled.abort(), silentMs);
  try {
    const abortSignal = AbortSignal.any([signal, stalled.signal]);
    const options = { abortSignal, ...(signIn ? { authconfig: authOf(signIn) } : {}) };
    const output = new PullOutput(onReport);
    for await (const event of jsonLines(await docker.pull(image, options))) {
      silence.refresh();
      const { error } = event as PullEvent;
      if (error) throw pullFailure(image, signIn !== null, error);
      output.take(event as PullEvent);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (stalled.signal.aborted) {
      throw new RunnerError('image_missing', `No progress for ${silentMs / 1000} s`, { cause: error });
    }
    throw failedPull(order, error);
  } finally {
    clearTimeout(silence);
  }
}

/** What the engine says is final; where it says nothing, it may be asked again. */
function failedPull({ image, signIn }: PullOrder, error: unknown): RunnerError {
  const refusal = asRunnerError(error);
  if (!(refusal instanceof EngineRefusal)) return refusal;
  return pullFailure(image, signIn !== null, refusal.message, { cause: error });
}
