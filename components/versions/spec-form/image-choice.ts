import { isSampleImage } from '#server/domain/image-reference.ts';

export type EngineImage = { reference: string; sizeBytes: number };

const FIRST_SAMPLE = 'sample/hello:v1';

/** What 来源 Demo offers: the samples on the engine, and the one that is chosen already. */
export function samplesOf(images: readonly EngineImage[], chosen: string): string[] {
  const samples = images.map((image) => image.reference).filter(isSampleImage);
  const all = new Set(samples.length > 0 ? samples : [FIRST_SAMPLE]);
  if (isSampleImage(chosen)) all.add(chosen);
  return [...all].sort();
}

/** What 来源 镜像 suggests. */
export function suggestionsOf(images: readonly EngineImage[]): string[] {
  return images.map((image) => image.reference).filter((reference) => !isSampleImage(reference));
}

/** The image on the engine that a reference means: without a tag it is `latest`, as the engine reads it. */
export function findImage(images: readonly EngineImage[], reference: string): EngineImage | undefined {
  const wanted = withTag(reference.trim());
  return images.find((image) => withTag(image.reference) === wanted);
}

function withTag(reference: string): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return reference === '' || name.includes(':') || name.includes('@') ? reference : `${reference}:latest`;
}

/** Megabytes as engines count them: 10⁶ bytes. */
export function megabytesOf(image: EngineImage): number {
  return Math.max(1, Math.round(image.sizeBytes / 1_000_000));
}
