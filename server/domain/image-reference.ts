import { z } from 'zod';

const REGISTRY = /[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[0-9]{1,5})?\//;
const REPOSITORY_PART = /[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*/;
const TAG = /:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}/;
const DIGEST = /@sha256:[a-f0-9]{64}/;

/**
 * An image reference as the engine reads it, or a built-in sample `sample/<name>:<tag>`.
 * Grammar: distribution/reference, with registries in lower case. It goes into paths of the engine's API as it is.
 */
export const imageReferenceSchema = z
  .string()
  .trim()
  .min(1, 'image_required')
  .max(500, 'image_invalid')
  .regex(
    new RegExp(
      `^(?:${REGISTRY.source})?${REPOSITORY_PART.source}(?:/${REPOSITORY_PART.source})*(?:${TAG.source})?(?:${DIGEST.source})?$`,
    ),
    'image_invalid',
  );

/** True for the images that the product brings along (来源 Demo). */
export function isSampleImage(image: string): boolean {
  return image.startsWith('sample/');
}
