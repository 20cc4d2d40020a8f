'use client';
import { createAuthClient } from 'better-auth/client';

type SignInOutcome = 'signed-in' | 'wrong-credentials' | 'too-many' | 'unreachable';

/** The session cookie is set by the answer; nothing of it is seen here. */
export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  const { error } = await createAuthClient().signIn.email({ email, password });
  if (!error) return 'signed-in';
  if (error.status === 429) return 'too-many';
  return error.status >= 400 && error.status < 500 ? 'wrong-credentials' : 'unreachable';
}

let isLeaving = false;

/** Whoever signs out here needs not be told that the session is over. */
export function isSigningOut(): boolean {
  return isLeaving;
}

/** Leaves for the sign-in page, which leads back here where the session could not be ended. */
export async function signOut(): Promise<void> {
  isLeaving = true;
  await createAuthClient().signOut();
  location.assign('/sign-in');
}
