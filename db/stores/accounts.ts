// Accounts as better-auth reads them, for what has to happen in one transaction with something of ours.
import { and, eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { account, session, twoFactor, user } from '#db/schema/people.ts';
import { accountKey, forgetFailures } from '#db/stores/sign-in-failures.ts';

/** better-auth's word for an account with a password. */
export const PASSWORD_PROVIDER = 'credential';

export type NewAccount = {
  id: string;
  name: string;
  /** In lower case. */
  email: string;
  passwordHash: string;
  /** Epoch ms. */
  at: number;
};

/** Somebody who signs in with a password. */
export function insertAccount(db: Db, { id, name, email, passwordHash, at }: NewAccount): void {
  const times = { createdAt: new Date(at), updatedAt: new Date(at) };
  db.insert(user)
    .values({ id, name, email, ...times })
    .run();
  insertPassword(db, { id, passwordHash, at });
}

function insertPassword(
  db: Db,
  { id, passwordHash, at }: Pick<NewAccount, 'id' | 'passwordHash' | 'at'>,
): void {
  const row = { accountId: id, providerId: PASSWORD_PROVIDER, userId: id, password: passwordHash };
  const times = { createdAt: new Date(at), updatedAt: new Date(at) };
  db.insert(account)
    .values({ id: `password-${id}`, ...row, ...times })
    .run();
}

/** Also for who had none. `at` in epoch ms. */
export function replacePassword(db: Db, id: string, passwordHash: string, at: number): void {
  const { changes } = db
    .update(account)
    .set({ password: passwordHash, updatedAt: new Date(at) })
    .where(and(eq(account.userId, id), eq(account.providerId, PASSWORD_PROVIDER)))
    .run();
  if (changes === 0) insertPassword(db, { id, passwordHash, at });
}

export function endSessions(db: Db, userId: string): void {
  db.delete(session).where(eq(session.userId, userId)).run();
}

export function removeSecondFactor(db: Db, userId: string): void {
  db.delete(twoFactor).where(eq(twoFactor.userId, userId)).run();
  db.update(user).set({ twoFactorEnabled: false }).where(eq(user.id, userId)).run();
}

/** Failed sign-ins of an account count no more. */
export function forgetSignInFailures(db: Db, email: string): void {
  forgetFailures(db, accountKey(email));
}

/** Null where the person signs in by an identity provider alone. */
export function findPasswordHash(db: Db, userId: string): string | null {
  const isPassword = and(eq(account.userId, userId), eq(account.providerId, PASSWORD_PROVIDER));
  return db.select({ password: account.password }).from(account).where(isPassword).get()?.password ?? null;
}

/** `at` in epoch ms. */
export function renameAccount(db: Db, userId: string, name: string, at: number): void {
  db.update(user)
    .set({ name, updatedAt: new Date(at) })
    .where(eq(user.id, userId))
    .run();
}
