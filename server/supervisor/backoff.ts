const FIRST_MS = 200;
const LONGEST_MS = 10_000;
const HEALTHY_AFTER_MS = 30_000;

/** Pause before the next start of a process that lived for `livedMs`; `previousMs` is 0 before the first. */
export function nextBackoffMs(previousMs: number, livedMs: number): number {
  if (previousMs === 0 || livedMs >= HEALTHY_AFTER_MS) return FIRST_MS;
  return Math.min(previousMs * 2, LONGEST_MS);
}
