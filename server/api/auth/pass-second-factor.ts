// The second step of signing in.
import { isAPIError } from 'better-auth/api';
import { takeCode } from '#db/stores/second-factors.ts';
import { beginAttempt } from '#server/api/auth/attempt.ts';
import { type Challenge, findChallenge } from '#server/api/auth/challenge.ts';
import { recoveryCodeOf } from '#server/api/auth/recovery-codes.ts';
import { isRefusal, passCookies, recordSignIn, refused } from '#server/api/auth/sign-in-outcome.ts';
import type { ApiContext } from '#server/api/context.ts';
import { Problem, type ProblemCode } from '#server/domain/problem.ts';

/** A code of a device counts for the half minute before and after its own, too. */
const CODE_LIFE_MS = 2 * 60_000;

/**
 * Six digits of the device, or a recovery code, each good for once. Throws second_factor_wrong, second_factor_expired,
 * too_many_attempts.
 */
export async function passSecondFactor(ctx: ApiContext, typed: string): Promise<void> {
  const challenge = findChallenge(ctx);
  if (!challenge) throw new Problem('second_factor_expired');
  const { user } = challenge;
  const attempt = beginAttempt(ctx, user.email);
  const target = `member:${user.id}`;
  const code = typed.replace(/\s/g, '');
  const isDevice = /^\d{6}$/.test(code);
  if (isDevice && !isFresh(ctx, user.id, code)) throw refused(ctx, 'second_factor_wrong', target);
  const verified = isDevice ? verifyCode(ctx, challenge, code) : verifyRecoveryCode(ctx, challenge, typed);
  const { headers, response } = await verified.catch((error) => {
    if (isRefusal(error)) throw refused(ctx, problemOf(error), target);
    attempt.takeBack();
    throw error;
  });
  attempt.succeed();
  passCookies(ctx, headers);
  recordSignIn(ctx, user, { token: response.token, method: isDevice ? 'authenticator' : 'recovery-code' });
}

/** Of a code that counts once: false where it was given before. */
export function isFresh({ db }: ApiContext, userId: string, code: string): boolean {
  const now = Date.now();
  return takeCode(db, { userId, code, now, expiresAt: now + CODE_LIFE_MS });
}

function verifyCode({ auth }: ApiContext, { headers }: Challenge, code: string) {
  return auth.api.verifyTOTP({ body: { code }, headers, returnHeaders: true });
}

function verifyRecoveryCode({ auth }: ApiContext, { headers }: Challenge, typed: string) {
  return auth.api.verifyBackupCode({ body: { code: recoveryCodeOf(typed) }, headers, returnHeaders: true });
}

/** The code was wrong, or the challenge is over: too late, or five wrong codes. */
function problemOf(error: unknown): ProblemCode {
  const code = isAPIError(error) ? error.body?.code : undefined;
  const isWrong = code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE';
  return isWrong ? 'second_factor_wrong' : 'second_factor_expired';
}
