// Every entry of the error catalogue, in the order of the requirement. Each is reproduced on a real engine.
import { BUILDS } from '#e2e/errors/entries/builds.ts';
import { EXITS } from '#e2e/errors/entries/exits.ts';
import { IMAGES } from '#e2e/errors/entries/images.ts';
import { READINESS } from '#e2e/errors/entries/readiness.ts';
import { UPDATES } from '#e2e/errors/entries/updates.ts';
import type { Entry } from '#e2e/errors/entry.ts';

export const ENTRIES: readonly Entry[] = [...BUILDS, ...IMAGES, ...EXITS, ...READINESS, ...UPDATES];
