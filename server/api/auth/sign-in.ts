// Signing in with the password, and out. Where the second factor is on, pass-second-factor.ts is the other half; both
// count in one lockout, which a right password alone does not clear.
import { findMemberByEmail } from '#db/stores/members.ts';
import { accountKey } from '#db/stores/sign-in-failures.ts';
import { beginAttempt } from '#server/api/auth/attempt.ts';
import { isRefusal, passCookies, recordSignIn, refused } from '#server/api/auth/sign-in-outcome.ts';
import { type ApiContext, commandContext } from '#server/api/context.ts';
import type { Actor } from '#server/commands/context.ts';
import { record } from '#server/commands/run-command.ts';

export type SignInOutcome = { isSignedIn: boolean };

/**
 * `isSignedIn` false: the second factor is asked for next. An account that does not exist takes as long and answers as
 * one with another password. Throws credentials_wrong, too_many_attempts.
 */
export async function signIn(
  ctx: ApiContext,
  given: { email: string; password: string },
): Promise<SignInOutcome> {
  const attempt = beginAttempt(ctx, given.email);
  const asked = ctx.auth.api.signInEmail({ body: given, headers: ctx.headers, returnHeaders: true });
  const { headers, response } = await asked.catch((error) => {
    if (isRefusal(error)) throw refused(ctx, 'credentials_wrong', targetOf(ctx, given.email));
    attempt.takeBack();
    throw error;
  });
  passCookies(ctx, headers);
  if ('twoFactorRedirect' in response) {
    attempt.takeBack();
    return { isSignedIn: false };
  }
  attempt.succeed();
  recordSignIn(ctx, response.user, { token: response.token, method: 'password' });
  return { isSignedIn: true };
}

/** Ends this browser's session. */
export async function signOut(ctx: ApiContext, actor: Actor, sessionId: string): Promise<void> {
  const { headers } = await ctx.auth.api.signOut({ headers: ctx.headers, returnHeaders: true });
  passCookies(ctx, headers);
  record(commandContext(ctx, actor), { kind: 'session.signed-out', target: `session:${sessionId}` });
}

/** Of the account as it was typed; one that does not exist by its hash alone. */
function targetOf({ db }: ApiContext, email: string): string {
  const member = findMemberByEmail(db, email.trim());
  return member ? `member:${member.id}` : accountKey(email);
}
