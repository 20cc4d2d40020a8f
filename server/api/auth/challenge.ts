// Between password and second factor: better-auth keeps the challenge in `verification` and gives the browser a cookie
// with its random name.
import { findChallenged } from '#db/stores/second-factors.ts';
import type { ApiContext } from '#server/api/context.ts';

const COOKIE = /^(?:__Host-)?berth\.two_factor$/;

export type Challenge = {
  user: { id: string; name: string; email: string };
  /** For better-auth: where the request came from, and no other cookie than the challenge's. Who is signed in as somebody else in this browser does not stand in the way. */
  headers: Headers;
};

/** Undefined where there is none, or it is over. Whether the cookie is signed is for better-auth to say. */
export function findChallenge({ db, headers }: ApiContext): Challenge | undefined {
  const cookies = (headers.get('cookie') ?? '').split(/; */);
  const cookie = cookies.find((pair) => COOKIE.test(pair.split('=', 1)[0] ?? ''));
  if (cookie === undefined) return undefined;
  const user = findChallenged(db, nameOf(cookie), Date.now());
  if (!user) return undefined;
  const only = new Headers(headers);
  only.set('cookie', cookie);
  return { user, headers: only };
}

/** Of `berth.two_factor=<name>.<signature>`. */
function nameOf(cookie: string): string {
  const value = cookie.slice(cookie.indexOf('=') + 1);
  return value.slice(0, Math.max(0, value.indexOf('.')));
}
