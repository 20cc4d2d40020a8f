import { DEFAULT_REGISTRY, registryOf } from '#server/domain/registry.ts';
import { RunnerError } from '#server/runner/port.ts';

const FULL = /no space left on device|disk quota exceeded/i;
/** The engine's words for 401 and 403 of a registry, and of the one that gives its tokens. */
const REFUSED =
  /unauthorized|authentication required|no basic auth credentials|denied|incorrect username or password|forbidden|status(?: code)?:? 40[13]\b/i;
/** A registry that hides what is private answers so for what is not there at all (moby, distribution/errors.go). */
const REFUSED_OR_MISSING = /repository does not exist or may require 'docker login'/i;

/** What an engine says of a pull that failed, as an error that tells whether another password could help. */
export function pullFailure(
  reference: string,
  isSignedIn: boolean,
  message: string,
  options?: ErrorOptions,
): RunnerError {
  if (FULL.test(message)) return new RunnerError('disk_full', message, options);
  const isRefused = REFUSED.test(message) && !isRatherMissing(reference, isSignedIn, message);
  return new RunnerError(isRefused ? 'registry_refused' : 'image_missing', message, options);
}

/** Of the public registry nearly everything may be had without signing in: there it is a slip of the pen. */
function isRatherMissing(reference: string, isSignedIn: boolean, message: string): boolean {
  return !isSignedIn && registryOf(reference) === DEFAULT_REGISTRY && REFUSED_OR_MISSING.test(message);
}
