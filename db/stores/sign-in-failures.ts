import { createHash } from 'node:crypto';
import { eq, lt } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { signInFailures } from '#db/schema/access.ts';
import type { Failures } from '#server/domain/lockout.ts';

/** Tells accounts apart without keeping what was typed, which may have been a password in the wrong field. */
export function accountKey(email: string): string {
  return `account:${createHash('sha256').update(email.trim().toLowerCase()).digest('hex')}`;
}

export function findFailures(db: Db, key: string): Failures | undefined {
  const { count, lastAt, lockedUntil } = signInFailures;
  return db
    .select({ count, lastAt, lockedUntil })
    .from(signInFailures)
    .where(eq(signInFailures.key, key))
    .get();
}

export function saveFailures(db: Db, key: string, failures: Failures): void {
  db.insert(signInFailures)
    .values({ key, ...failures })
    .onConflictDoUpdate({ target: signInFailures.key, set: failures })
    .run();
}

export function forgetFailures(db: Db, key: string): void {
  db.delete(signInFailures).where(eq(signInFailures.key, key)).run();
}

/** Those whose last one was before `at`, epoch ms: anybody can make rows here by inventing accounts. */
export function forgetFailuresBefore(db: Db, at: number): void {
  db.delete(signInFailures).where(lt(signInFailures.lastAt, at)).run();
}
