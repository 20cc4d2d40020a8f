/** Where to sign in, and to come back from to `path`. `ended`: the page says that the session is over. */
export function signInPath(path: string, reason?: 'ended'): string {
  const from = `/sign-in?from=${encodeURIComponent(path)}`;
  return reason === undefined ? from : `${from}&reason=${reason}`;
}

/** A path of this console, or the start page: never an address that leads elsewhere. */
export function returnPath(from: string | undefined): string {
  return from && /^\/(?![/\\])\P{Cc}*$/u.test(from) ? from : '/services';
}
