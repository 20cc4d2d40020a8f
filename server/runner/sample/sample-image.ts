// The images that the product brings along (来源 Demo): `sample/hello:v1` … `:v9`, one program for all.
import { fileURLToPath } from 'node:url';

/** The program itself: plain JavaScript without dependencies. */
export const SAMPLE_PROGRAM = fileURLToPath(new URL('./hello.mjs', import.meta.url));

/** The samples that are offered even before they were used once. */
export const OFFERED_SAMPLES = ['sample/hello:v1', 'sample/hello:v2', 'sample/hello:v3'];

/** The tag where the image is a sample that exists, else null. */
export function sampleTag(image: string): string | null {
  return /^sample\/hello:(v[1-9])$/.exec(image)?.[1] ?? null;
}
