import { and, eq, gt } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { grants, session, user } from '#db/schema/people.ts';
import type { Grant, Role } from '#server/domain/rights.ts';

export function hasOwner(db: Db): boolean {
  return db.select().from(grants).where(eq(grants.role, 'owner')).limit(1).get() !== undefined;
}

/** Removes what a first run left behind that broke off between making the user and making it the owner. */
export function forgetUser(db: Db, email: string): void {
  db.delete(user).where(eq(user.email, email.toLowerCase())).run();
}

export function listGrants(db: Db, userId: string): Grant[] {
  return db
    .select({ environmentId: grants.environmentId, role: grants.role })
    .from(grants)
    .where(eq(grants.userId, userId))
    .all();
}

export function insertGrant(
  db: Db,
  grant: { userId: string; environmentId: string | null; role: Role; createdAt: number },
): void {
  db.insert(grants).values(grant).run();
}

/** Names by user id, for the rows that say who did something. */
export function userNames(db: Db): Map<string, string> {
  return new Map(
    db
      .select({ id: user.id, name: user.name })
      .from(user)
      .all()
      .map((row) => [row.id, row.name]),
  );
}

/** False once somebody signed out, was signed out, or was away for too long. `now` in epoch ms. */
export function isSessionLive(db: Db, sessionId: string, now: number): boolean {
  const row = db
    .select({ id: session.id })
    .from(session)
    .where(and(eq(session.id, sessionId), gt(session.expiresAt, new Date(now))))
    .get();
  return row !== undefined;
}
