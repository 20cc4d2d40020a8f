// Hints for open pages: "something of this changed, read again". What changed is read by ordinary queries.
import { on } from 'node:events';
import type { ConsoleState } from '#server/api/console-state.ts';

/** Yields at once, then whenever the fingerprint differs after a commit. Ends with the signal. */
export async function* watchFingerprint(
  state: Pick<ConsoleState, 'changes'>,
  fingerprint: () => string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const commits = on(state.changes, 'change', { signal, highWaterMark: 1000 });
  let seen: string | undefined;
  try {
    for (;;) {
      const now = fingerprint();
      if (now !== seen) {
        seen = now;
        yield now;
      }
      await commits.next();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
