/** Where to sign in, and to come back from to `path`. */
export function signInPath(path: string): string {
  return `/sign-in?from=${encodeURIComponent(path)}`;
}

/** A path of this console, or the start page: never an address that leads elsewhere. */
export function returnPath(from: string | undefined): string {
  return from && /^\/(?![/\\])\P{Cc}*$/u.test(from) ? from : '/services';
}
