import { DEFAULT_REGISTRY } from '#server/domain/registry.ts';
import { type RegistrySignIn, RunnerError } from '#server/runner/port.ts';
import { asRunnerError, type Engine, EngineRefusal } from './engine.ts';
import { jsonLines } from './json-lines.ts';
import { pullFailure } from './pull-failure.ts';

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
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { image, signIn, silentMs } = order;
  const stalled = new AbortController();
  const silence = setTimeout(() => stalled.abort(), silentMs);
  try {
    const abortSignal = AbortSignal.any([signal, stalled.signal]);
    const options = { abortSignal, ...(signIn ? { authconfig: authOf(signIn) } : {}) };
    const told = new Map<string, string>();
    for await (const event of jsonLines(await docker.pull(image, options))) {
      silence.refresh();
      const { error } = event as PullEvent;
      if (error) throw pullFailure(image, signIn !== null, error);
      tellStep(event as PullEvent, told, onProgress);
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

/** Docker Hub goes by another name where passwords are concerned (moby, registry.IndexServer). */
function authOf({ registry, username, password }: RegistrySignIn) {
  const serveraddress = registry === DEFAULT_REGISTRY ? 'https://index.docker.io/v1/' : registry;
  return { serveraddress, username, password };
}

/** What the engine says is final; where it says nothing, it may be asked again. */
function failedPull({ image, signIn }: PullOrder, error: unknown): RunnerError {
  const refusal = asRunnerError(error);
  if (!(refusal instanceof EngineRefusal)) return refusal;
  return pullFailure(image, signIn !== null, refusal.message, { cause: error });
}

type PullEvent = { id?: string; status?: string; error?: string };

/** One line for each new status of a layer, without the bytes that tick in between. */
function tellStep(
  { id = '', status }: PullEvent,
  told: Map<string, string>,
  onProgress: (line: string) => void,
): void {
  if (!status || told.get(id) === status) return;
  told.set(id, status);
  onProgress(id ? `${id}: ${status}` : status);
}
