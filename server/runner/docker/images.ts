import { isSampleImage } from '#server/domain/spec.ts';
import { type MachineFacts, RunnerError } from '#server/runner/port.ts';
import { OFFERED_SAMPLES, sampleTag } from '#server/runner/sample/sample-image.ts';
import { asRunnerError, type Engine, EngineRefusal } from './engine.ts';
import { jsonLines } from './json-lines.ts';
import { ensureSampleImage, SAMPLE_BASE } from './sample-build.ts';

type Progress = (line: string) => void;

/** A pull may take hours, but not stand still: the engine tells about every layer many times a second. */
const PULL_SILENT_MS = 5 * 60_000;

/** The engine's images: looked up, built where they are samples, else pulled. */
export class Images {
  readonly #engine: Engine;
  readonly #pullSilentMs: number;

  constructor(engine: Engine, { pullSilentMs = PULL_SILENT_MS } = {}) {
    this.#engine = engine;
    this.#pullSilentMs = pullSilentMs;
  }

  async ensure(image: string, onProgress: Progress, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (isSampleImage(image)) await unlessAborted(this.#sample(image, onProgress), signal);
    else if (!(await this.#isPresent(image))) await this.#pull(image, onProgress, signal);
  }

  /** Tagged images by name; the offered samples also before their first use. */
  async list(deadlineMs: number): Promise<MachineFacts['images']> {
    const images = await this.#engine.ask((docker) => docker.listImages(), deadlineMs);
    const present = images.flatMap(({ RepoTags, Size }) =>
      (RepoTags ?? []).map((reference) => ({ reference, sizeBytes: Size })),
    );
    const unbuilt = OFFERED_SAMPLES.filter(
      (sample) => !present.some(({ reference }) => reference === sample),
    );
    return [...present, ...unbuilt.map((reference) => ({ reference, sizeBytes: 0 }))]
      .filter(({ reference }) => reference !== '<none>:<none>' && !reference.startsWith(`${SAMPLE_BASE}:`))
      .sort((a, b) => (a.reference < b.reference ? -1 : 1));
  }

  /** One build for all who wait for the same sample; each may stop waiting by its own signal. */
  #sample(image: string, onProgress: Progress): Promise<void> {
    const tag = sampleTag(image);
    if (!tag) return Promise.reject(new RunnerError('image_missing', `There is no sample ${image}`));
    return this.#engine.once(image, () => ensureSampleImage(this.#engine, tag, onProgress));
  }

  async #isPresent(image: string): Promise<boolean> {
    try {
      await this.#engine.ask((docker) => docker.getImage(image).inspect());
      return true;
    } catch (error) {
      if (!(error instanceof EngineRefusal) || error.status >= 500) throw error;
      if (error.status === 404) return false;
      throw new RunnerError('image_missing', error.message, { cause: error }); // No reference that it can read.
    }
  }

  async #pull(image: string, onProgress: Progress, signal: AbortSignal): Promise<void> {
    const stalled = new AbortController();
    const silence = setTimeout(() => stalled.abort(), this.#pullSilentMs);
    try {
      const abortSignal = AbortSignal.any([signal, stalled.signal]);
      const told = new Map<string, string>();
      for await (const event of jsonLines(await this.#engine.docker.pull(image, { abortSignal }))) {
        silence.refresh();
        tellStep(event as PullEvent, told, onProgress);
      }
    } catch (error) {
      signal.throwIfAborted();
      const silentFor = `No progress for ${this.#pullSilentMs / 1000} s`;
      throw stalled.signal.aborted ? new RunnerError('image_missing', silentFor) : failedPull(error);
    } finally {
      clearTimeout(silence);
    }
  }
}

/** What the engine says is final; where it says nothing, it may be asked again. */
function failedPull(error: unknown): RunnerError {
  const refusal = asRunnerError(error);
  if (refusal.code === 'engine_unavailable' && !(refusal instanceof EngineRefusal)) return refusal;
  return new RunnerError('image_missing', refusal.message, { cause: error });
}

type PullEvent = { id?: string; status?: string; error?: string };

/** One line for each new status of a layer, without the bytes that tick in between. */
function tellStep(
  { id = '', status, error }: PullEvent,
  told: Map<string, string>,
  onProgress: Progress,
): void {
  if (error) throw new RunnerError('image_missing', error);
  if (!status || told.get(id) === status) return;
  told.set(id, status);
  onProgress(id ? `${id}: ${status}` : status);
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const listening = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: listening.signal });
  });
  try {
    await Promise.race([work, aborted]);
  } finally {
    listening.abort();
  }
}
