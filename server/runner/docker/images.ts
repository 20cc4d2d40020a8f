import { isSampleImage } from '#server/domain/image-reference.ts';
import {
  type ImageOrder,
  type MachineFacts,
  type PreparedImage,
  type PullReport,
  type RegistrySignIn,
  RunnerError,
} from '#server/runner/port.ts';
import { OFFERED_SAMPLES, sampleTag } from '#server/runner/sample/sample-image.ts';
import { PART_IMAGE } from './build-parts.ts';
import { type Engine, EngineRefusal } from './engine.ts';
import { pullImage } from './pull-image.ts';
import { RELAY_IMAGE } from './relay-image.ts';
import { ensureSampleImage, SAMPLE_BASE } from './sample-build.ts';

type OnReport = (report: PullReport) => void;

const PULL_SILENT_MS = 5 * 60_000;

/** The engine's images: looked up, built where they are samples, else pulled. */
export class Images {
  readonly #engine: Engine;
  readonly #pullSilentMs: number;

  constructor(engine: Engine, { pullSilentMs = PULL_SILENT_MS } = {}) {
    this.#engine = engine;
    this.#pullSilentMs = pullSilentMs;
  }

  /** What was known before is wanted again; where it is gone, the registry is asked for that very digest. */
  async ensure(order: ImageOrder, onReport: OnReport, signal: AbortSignal): Promise<PreparedImage> {
    signal.throwIfAborted();
    const { reference, known, signIn } = order;
    const kept = known && (await this.#find(known.image));
    if (kept) return known;
    if (isSampleImage(reference)) await unlessAborted(this.#sample(reference, onReport), signal);
    else if (known) await this.#pullAgain(reference, known, signIn, onReport, signal);
    else await this.#pullNew(order, onReport, signal);
    const wanted = known?.digest ? `${repositoryOf(reference)}@${known.digest}` : reference;
    const found = await this.#find(wanted);
    if (!found) throw new RunnerError('image_missing', `No such image: ${wanted}`);
    return found;
  }

  /** What is here already goes before a pull, or comes after one that the registry has no answer to. */
  async #pullNew(
    { reference, signIn, isRefreshed }: ImageOrder,
    onReport: OnReport,
    signal: AbortSignal,
  ): Promise<void> {
    const isHere = (await this.#find(reference)) !== null;
    if (isHere && !isRefreshed) return;
    try {
      await this.#pull(reference, signIn, onReport, signal);
    } catch (error) {
      const isUnanswered = error instanceof RunnerError && error.code === 'image_missing';
      if (!isHere || !isUnanswered) throw error;
      const text = `the registry did not give ${reference}, the copy on this machine is used: ${error.message}`;
      onReport({ kind: 'line', text });
    }
  }

  async #pullAgain(
    reference: string,
    { digest }: PreparedImage,
    signIn: RegistrySignIn | null,
    onReport: OnReport,
    signal: AbortSignal,
  ): Promise<void> {
    if (!digest)
      throw new RunnerError('image_missing', `The image of ${reference} is not on this machine any more`);
    await this.#pull(`${repositoryOf(reference)}@${digest}`, signIn, onReport, signal);
  }

  /** Tagged images by name; the offered samples also before their first use. */
  async list(deadlineMs: number): Promise<MachineFacts['images']> {
    const images = await this.#engine.ask((docker) => docker.listImages(), deadlineMs);
    const present = images.flatMap(({ Id, RepoTags, Size }) =>
      (RepoTags ?? []).map((reference) => ({ reference, id: Id, sizeBytes: Size })),
    );
    const unbuilt = OFFERED_SAMPLES.filter(
      (sample) => !present.some(({ reference }) => reference === sample),
    );
    return [...present, ...unbuilt.map((reference) => ({ reference, id: reference, sizeBytes: 0 }))]
      .filter(({ reference }) => reference !== '<none>:<none>' && !isPartOfOurs(reference))
      .sort((a, b) => (a.reference < b.reference ? -1 : 1));
  }

  /** One build for all who wait for the same sample; each may stop waiting by its own signal. */
  #sample(image: string, onReport: OnReport): Promise<void> {
    const tag = sampleTag(image);
    if (!tag) return Promise.reject(new RunnerError('image_missing', `There is no sample ${image}`));
    const onLine = (text: string) => onReport({ kind: 'line', text });
    return this.#engine.once(image, () => ensureSampleImage(this.#engine, tag, onLine));
  }

  async #find(image: string): Promise<PreparedImage | null> {
    try {
      const { Id, RepoDigests, Size } = await this.#engine.ask((docker) => docker.getImage(image).inspect());
      const repository = repositoryOf(image);
      const named = RepoDigests?.find((digest) => familiar(digest).startsWith(`${familiar(repository)}@`));
      return { image: Id, digest: named?.split('@')[1] ?? null, sizeBytes: Size };
    } catch (error) {
      if (!(error instanceof EngineRefusal) || error.status >= 500) throw error;
      if (error.status === 404) return null;
      throw new RunnerError('image_missing', error.message, { cause: error }); // No reference that it can read.
    }
  }

  #pull(
    image: string,
    signIn: RegistrySignIn | null,
    onReport: OnReport,
    signal: AbortSignal,
  ): Promise<void> {
    return pullImage(this.#engine, { image, signIn, silentMs: this.#pullSilentMs }, onReport, signal);
  }
}

/** The reference without tag and digest. */
function repositoryOf(reference: string): string {
  const [name = reference] = reference.split('@');
  return name.replace(/:[^/:]*$/, '');
}

/** Docker Hub's own names have a short form. */
function familiar(repository: string): string {
  return repository.replace(/^docker\.io\//, '').replace(/^library\//, '');
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

/** Not for deploying. */
function isPartOfOurs(reference: string): boolean {
  return [SAMPLE_BASE, RELAY_IMAGE, PART_IMAGE].some((image) => reference.startsWith(`${image}:`));
}
