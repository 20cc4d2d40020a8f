// Signing in, with the password and where it is on with the second factor; and out. Both factors count in one lockout,
// which a right password alone does not clear.
import { isAPIError } from 'better-auth/api';
import { findMemberByEmail } from '#db/stores/members.ts';
import { takeCode } from '#db/stores/second-factors.ts';
import { findSessionId } from '#db/stores/sessions.ts';
import { accountKey } from '#db/stores/sign-in-failures.ts';
import { beginAttempt } from '#server/api/auth/attempt.ts';
import { findChallenge } from '#server/api/auth/challenge.ts';
import { recoveryCodeOf } from '#server/api/auth/recovery-codes.ts';
import { type ApiContext, commandContext } from '#server/api/context.ts';
import type { Actor } from '#server/commands/context.ts';
import { record } from '#server/commands/run-command.ts';
import { STRANGER } from '#server/domain/audit.ts';
import { Problem, type ProblemCode } from '#server/domain/problem.ts';

/** By what somebody got in. */
export type SignInMethod = 'password' | 'authenticator' | 'recovery-code';

export type SignInOutcome = { isSignedIn: boolean };

/** A code of a device counts for the half minute before and after its own, too. */
const CODE_LIFE_MS = 2 * 60_000;

/**
 * `isSignedIn` false: the second factor is asked for next. An account that does not exist takes as long and answers as
 * one with another password. Throws credentials_wrong, too_many_attempts.
 */
export async function signIn(
  ctx: ApiContext,
  given: { email: string; password: string },
): Promise<SignInOutcome> {
  const attempt = beginAttempt(ctx, given.email);
  const answer = await ctx.auth.api
    .signInEmail({ body: given, headers: ctx.headers, returnHeaders: true })
    .catch((error) => {
      if (!isRefusal(error)) attempt.takeBack();
      throw refusedAs(ctx, error, 'credentials_wrong', targetOf(ctx, given.email));
    });
  passCookies(ctx, answer.headers);
  if ('twoFactorRedirect' in answer.response) {
    attempt.takeBack();
    return { isSignedIn: false };
  }
  attempt.succeed();
  recordSignIn(ctx, answer.response.user, answer.response.token, 'password');
  return { isSignedIn: true };
}

/**
 * The second step: six digits of the device, or a recovery code, each good for once. Throws second_factor_wrong,
 * second_factor_expired, too_many_attempts.
 */
export async function passSecondFactor(ctx: ApiContext, typed: string): Promise<void> {
  const challenge = findChallenge(ctx);
  if (!challenge) throw new Problem('second_factor_expired');
  const { user, headers } = challenge;
  const attempt = beginAttempt(ctx, user.email);
  const target = `member:${user.id}`;
  const digits = typed.replace(/\s/g, '');
  const isDevice = /^\d{6}$/.test(digits);
  if (isDevice && !isFresh(ctx, user.id, digits)) throw refused(ctx, 'second_factor_wrong', target);
  const verified = isDevice
    ? ctx.auth.api.verifyTOTP({ body: { code: digits }, headers, returnHeaders: true })
    : ctx.auth.api.verifyBackupCode({
        body: { code: recoveryCodeOf(typed) },
        headers,
        returnHeaders: true,
      });
  const answer = await verified.catch((error) => {
    if (!isRefusal(error)) attempt.takeBack();
    throw refusedAs(ctx, error, secondFactorProblem(error), target);
  });
  attempt.succeed();
  passCookies(ctx, answer.headers);
  recordSignIn(ctx, user, answer.response.token ?? '', isDevice ? 'authenticator' : 'recovery-code');
}

/** Ends this browser's session. */
export async function signOut(ctx: ApiContext, actor: Actor, sessionId: string): Promise<void> {
  const { headers } = await ctx.auth.api.signOut({ headers: ctx.headers, returnHeaders: true });
  passCookies(ctx, headers);
  record(commandContext(ctx, actor), { kind: 'session.signed-out', target: `session:${sessionId}` });
}

/** What better-auth answers sets and clears cookies; our answer takes them along. */
export function passCookies({ responseHeaders }: ApiContext, headers: Headers): void {
  for (const cookie of headers.getSetCookie()) responseHeaders.append('set-cookie', cookie);
}

/** Of a code that counts once: false where it was given before. */
export function isFresh({ db }: ApiContext, userId: string, code: string): boolean {
  const now = Date.now();
  return takeCode(db, { userId, code, now, expiresAt: now + CODE_LIFE_MS });
}

/** Of the account as it was typed; one that does not exist by its hash alone. */
function targetOf({ db }: ApiContext, email: string): string {
  const member = findMemberByEmail(db, email.trim());
  return member ? `member:${member.id}` : accountKey(email);
}

function isRefusal(error: unknown): boolean {
  return isAPIError(error) && error.statusCode < 500;
}

/** The challenge is over (too late, or five wrong codes), or the code was wrong. */
function secondFactorProblem(error: unknown): ProblemCode {
  const code = isAPIError(error) ? error.body?.code : undefined;
  return code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE'
    ? 'second_factor_wrong'
    : 'second_factor_expired';
}

/** The same error where better-auth itself failed. */
function refusedAs(ctx: ApiContext, error: unknown, code: ProblemCode, target: string): unknown {
  return isRefusal(error) ? refused(ctx, code, target) : error;
}

function refused(ctx: ApiContext, problem: ProblemCode, target: string): Problem {
  const command = commandContext(ctx, { ...STRANGER, origin: ctx.origin });
  record(command, { kind: 'session.sign-in-refused', target, outcome: 'refused', problem });
  return new Problem(problem);
}

function recordSignIn(
  ctx: ApiContext,
  { id, name }: { id: string; name: string },
  token: string,
  method: SignInMethod,
): void {
  const command = commandContext(ctx, { id, name, origin: ctx.origin });
  const target = `session:${findSessionId(ctx.db, token) ?? ''}`;
  record(command, { kind: 'session.signed-in', target, after: { method } });
}
