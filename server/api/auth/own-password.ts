// Whoever sits at an open browser is not yet its owner: what changes how one signs in asks for the password again.
import { findPasswordHash } from '#db/stores/accounts.ts';
import { beginAttempt } from '#server/api/auth/attempt.ts';
import type { Caller } from '#server/api/caller.ts';
import type { ApiContext } from '#server/api/context.ts';
import { Problem } from '#server/domain/problem.ts';

/** Throws input_invalid with password_wrong at `path`, too_many_attempts. */
export async function requireOwnPassword(
  ctx: ApiContext & { caller: Caller },
  password: string,
  path: string[] = ['password'],
): Promise<void> {
  const attempt = beginAttempt(ctx, ctx.caller.email);
  const hash = findPasswordHash(ctx.db, ctx.caller.id);
  const { password: passwords } = await ctx.auth.$context;
  if (!hash || !(await passwords.verify({ hash, password })))
    throw new Problem('input_invalid', { issues: [{ path, code: 'password_wrong' }] });
  attempt.takeBack();
}

/** As it is stored: scrypt with a salt of its own. */
export async function hashOfPassword({ auth }: Pick<ApiContext, 'auth'>, password: string): Promise<string> {
  const { password: passwords } = await auth.$context;
  return passwords.hash(password);
}
