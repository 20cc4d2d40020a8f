/** Where to sign in, and to come back from to `path`. `ended`: the page says that the session is over. */
export function signInPath(path: string, reason?: 'ended'): string {
  const from = `/sign-in?from=${encodeURIComponent(path)}`;
  return reason === undefined ? from : `${from}&reason=${reason}`;
}

/** Stands for whichever host the console has. */
const HERE = 'http://console.invalid';

/**
 * A path of this console, or the start page: never an address that leads elsewhere. Read as a browser reads it, and
 * given back as it was understood, so that nobody reads it once more in another way: `/.//evil.test` is a path at first
 * and a host the second time.
 */
export function returnPath(from: string | undefined): string {
  if (!from || !/^\/(?![/\\])\P{Cc}*$/u.test(from)) return '/services';
  const url = URL.parse(from, HERE);
  if (url?.origin !== HERE || /^\/[/\\]/.test(url.pathname)) return '/services';
  return url.pathname + url.search + url.hash;
}
