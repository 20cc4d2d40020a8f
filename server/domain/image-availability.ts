// Whether a snapshot can still be gone back to, as far as the list of the machine's images tells.
import { isSampleImage } from '#server/domain/image-reference.ts';

/**
 * `present`: there, or made again by us. `pulled`: not there, its registry is asked for it by digest. `unnamed`: no name
 * leads to it any more; it may be there all the same. `gone`: it was built here and has been removed.
 */
export type ImageAvailability = 'present' | 'pulled' | 'unnamed' | 'gone';

type KnownImage = { image: string; reference: string; digest: string | null; isBuilt: boolean };
type Machine = { runner: 'docker' | 'embedded'; isEngineUp: boolean; images: readonly { id: string }[] };

/** What is not known counts as there: the deployment looks itself before it starts anything. */
export function imageAvailability(image: KnownImage | null, machine: Machine | null): ImageAvailability {
  if (!image || !machine?.isEngineUp || machine.runner === 'embedded') return 'present';
  if (isSampleImage(image.reference) || machine.images.some(({ id }) => id === image.image)) return 'present';
  if (image.isBuilt) return 'gone';
  return image.digest === null ? 'unnamed' : 'pulled';
}
