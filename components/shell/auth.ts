'use client';
import { createTRPCClient, httpLink } from '@trpc/client';
import type { AppRouter } from '#server/api/router.ts';

let isLeaving = false;

/** Whoever signs out here needs not be told that the session is over. */
export function isSigningOut(): boolean {
  return isLeaving;
}

/** Leaves for the sign-in page, which leads back here where the session could not be ended. */
export async function signOut(): Promise<void> {
  isLeaving = true;
  const api = createTRPCClient<AppRouter>({ links: [httpLink({ url: '/api/trpc' })] });
  await api.session.signOut.mutate().catch(() => {}); // Over already, or not to be reached: the page that follows tells.
  location.assign('/sign-in');
}
