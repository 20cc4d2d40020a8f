// Hints for open pages: "something of this changed, read again". What changed is read by ordinary queries.
import type { ConsoleState } from '#server/api/console-state.ts';

/** A session can run out, and a token come to its end, without a commit. */
const LOOK_AGAIN_MS = 1_000;

/**
 * Yields at once, then whenever the fingerprint differs after a commit. Ends with the signal, and throws what
 * `requireStill` throws, which is called after every commit, and each second while there is none. Commits that come
 * while the reader is busy are not gathered: the fingerprint is read when it asks for the next one.
 */
export async function* watchFingerprint(
  { changes, requireStill }: Pick<ConsoleState, 'changes'> & { requireStill: () => void },
  fingerprint: () => string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let change = Promise.withResolvers<void>();
  const onChange = () => change.resolve();
  changes.on('change', onChange);
  signal.addEventListener('abort', onChange);
  let seen: string | undefined;
  try {
    while (!signal.aborted) {
      change = Promise.withResolvers<void>();
      requireStill();
      const now = fingerprint();
      if (now !== seen) {
        seen = now;
        yield now;
      }
      const timer = setTimeout(change.resolve, LOOK_AGAIN_MS);
      await change.promise;
      clearTimeout(timer);
    }
  } finally {
    changes.off('change', onChange);
    signal.removeEventListener('abort', onChange);
  }
}
