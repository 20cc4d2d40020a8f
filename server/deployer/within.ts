import { setTimeout as wait } from 'node:timers/promises';

/** Resolves with the promise or after `limitMs`, whichever is first. Rejects only as the promise does. */
export async function within(limitMs: number, promise: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  const limit = wait(limitMs, undefined, { signal: waiting.signal }).catch(() => {}); // Aborted below.
  try {
    await Promise.race([promise, limit]);
  } finally {
    waiting.abort();
  }
}
