// The second factor of one's own account. better-auth makes and keeps its secret and codes, encrypted with the key in
// data/keys; it counts from the moment that a first code was right, so that nobody locks themselves out.
import { symmetricDecrypt } from 'better-auth/crypto';
import { findSecondFactor } from '#db/stores/second-factors.ts';
import { beginAttempt } from '#server/api/auth/attempt.ts';
import { requireOwnPassword } from '#server/api/auth/own-password.ts';
import { isFresh } from '#server/api/auth/pass-second-factor.ts';
import type { Caller } from '#server/api/caller.ts';
import type { ApiContext } from '#server/api/context.ts';
import { Problem } from '#server/domain/problem.ts';
import { isTotpCode } from '#server/keys/totp.ts';

type Ctx = ApiContext & { caller: Caller };

/** For the authenticator, and to be written down: shown now and never again. */
export type NewSecondFactor = {
  /** `otpauth://totp/…`, for a QR code. */
  uri: string;
  /** The same secret to be typed: base32. */
  secret: string;
  recoveryCodes: string[];
};

/** Throws input_invalid, second_factor_on, too_many_attempts. */
export async function prepareSecondFactor(ctx: Ctx, password: string): Promise<NewSecondFactor> {
  if (findSecondFactor(ctx.db, ctx.caller.id)?.isConfirmed) throw new Problem('second_factor_on');
  await requireOwnPassword(ctx, password);
  const made = await ctx.auth.api.enableTwoFactor({ body: { password }, headers: ctx.headers });
  if (made.method !== 'totp') throw new Error('better-auth made no authenticator');
  const secret = new URL(made.totpURI).searchParams.get('secret') ?? '';
  return { uri: made.totpURI, secret, recoveryCodes: made.backupCodes };
}

/** That the device shows the right codes. Throws input_invalid with code_wrong, second_factor_on, second_factor_off. */
export async function requireDeviceCode(ctx: Ctx, typed: string): Promise<void> {
  const known = findSecondFactor(ctx.db, ctx.caller.id);
  if (!known) throw new Problem('second_factor_off');
  if (known.isConfirmed) throw new Problem('second_factor_on');
  const attempt = beginAttempt(ctx, ctx.caller.email);
  const { secretConfig } = await ctx.auth.$context;
  const secret = Buffer.from(await symmetricDecrypt({ key: secretConfig, data: known.secret }));
  const code = typed.replace(/\s/g, '');
  if (!isTotpCode(secret, code, Date.now()) || !isFresh(ctx, ctx.caller.id, code))
    throw new Problem('input_invalid', { issues: [{ path: ['code'], code: 'code_wrong' }] });
  attempt.takeBack();
}

/** Ten new ones; the old ones are worth nothing. Throws input_invalid, second_factor_off, too_many_attempts. */
export async function renewRecoveryCodes(ctx: Ctx, password: string): Promise<string[]> {
  requireSecondFactor(ctx);
  await requireOwnPassword(ctx, password);
  const { backupCodes } = await ctx.auth.api.generateBackupCodes({
    body: { password },
    headers: ctx.headers,
  });
  return backupCodes;
}

/** Throws second_factor_off. */
export function requireSecondFactor({ db, caller }: Ctx): void {
  if (!findSecondFactor(db, caller.id)?.isConfirmed) throw new Problem('second_factor_off');
}

/** How many recovery codes are unused; null where the second factor is off. */
export async function countRecoveryCodes({ db, auth, caller }: Ctx): Promise<number | null> {
  if (!findSecondFactor(db, caller.id)?.isConfirmed) return null;
  const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId: caller.id } });
  return backupCodes.length;
}
