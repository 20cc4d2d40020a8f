// Passwords that people choose before they are signed in: of a new account, or in place of a forgotten one.
import type { ApiContext } from '#server/api/context.ts';
import { requireGoodPassword } from '#server/api/password-list.ts';
import type { PasswordOwner } from '#server/domain/password.ts';

/** Its hash as sign-in reads it. Throws input_invalid. */
export async function hashNewPassword(
  { auth }: Pick<ApiContext, 'auth'>,
  password: string,
  owner: PasswordOwner,
): Promise<string> {
  await requireGoodPassword(password, owner);
  const { password: method } = await auth.$context;
  return method.hash(password);
}

/** For who has just made an account: the answer takes a session along. */
export async function signInAnew(
  { auth, headers, responseHeaders }: ApiContext,
  body: { email: string; password: string },
): Promise<void> {
  const signedIn = await auth.api.signInEmail({ body, headers, returnHeaders: true });
  for (const cookie of signedIn.headers.getSetCookie()) responseHeaders.append('set-cookie', cookie);
}
