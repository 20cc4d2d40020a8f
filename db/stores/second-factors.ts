// The second factor of an account, written by better-auth's plugin; removing it is in accounts.ts.
import { and, eq, gt } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { twoFactor, user, verification } from '#db/schema/people.ts';

/** `secret` is encrypted; `isConfirmed` once a first code was right. */
export function findSecondFactor(
  db: Db,
  userId: string,
): { secret: string; isConfirmed: boolean } | undefined {
  return db
    .select({ secret: twoFactor.secret, isConfirmed: twoFactor.verified })
    .from(twoFactor)
    .where(eq(twoFactor.userId, userId))
    .get();
}

/** From now on signing in asks for it. */
export function confirmSecondFactor(db: Db, userId: string): void {
  db.update(twoFactor).set({ verified: true }).where(eq(twoFactor.userId, userId)).run();
  db.update(user).set({ twoFactorEnabled: true }).where(eq(user.id, userId)).run();
}

/** Who has given the password and is asked for the second factor. `now` in epoch ms. */
export function findChallenged(db: Db, challenge: string, now: number) {
  return db
    .select({ id: user.id, name: user.name, email: user.email })
    .from(verification)
    .innerJoin(user, eq(user.id, verification.value))
    .where(and(eq(verification.identifier, challenge), gt(verification.expiresAt, new Date(now))))
    .get();
}

/**
 * False where this code was given before: each counts once (RFC 6238 §5.2). `expiresAt` is when the code is worth
 * nothing any more, epoch ms as is `now`.
 */
export function takeCode(
  db: Db,
  { userId, code, now, expiresAt }: { userId: string; code: string; now: number; expiresAt: number },
): boolean {
  const identifier = `code-used:${userId}:${code}`;
  return db.transaction(
    () => {
      const used = and(eq(verification.identifier, identifier), gt(verification.expiresAt, new Date(now)));
      if (db.select().from(verification).where(used).get()) return false;
      const times = { createdAt: new Date(now), updatedAt: new Date(now), expiresAt: new Date(expiresAt) };
      db.insert(verification)
        .values({ id: `${identifier}:${now}`, identifier, value: userId, ...times })
        .run();
      return true;
    },
    { behavior: 'immediate' },
  );
}
