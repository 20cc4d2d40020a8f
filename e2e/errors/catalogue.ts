// Every entry of the error catalogue, in the order of the requirement. Each is reproduced on a real engine.
import { EXITS } from '#e2e/errors/entries/exits.ts';
import { READINESS } from '#e2e/errors/entries/readiness.ts';
import { UPDATES } from '#e2e/errors/entries/updates.ts';
import type { Entry } from '#e2e/errors/entry.ts';

export const ENTRIES: readonly Entry[] = [...EXITS, ...READINESS, ...UPDATES];
