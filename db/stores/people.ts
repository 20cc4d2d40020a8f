import { and, eq, gt } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { groupGrants } from '#db/schema/access.ts';
import { grants, session, user } from '#db/schema/people.ts';
import { readSetting } from '#db/stores/installation-settings.ts';
import type { Grant, Role } from '#server/domain/rights.ts';

export function hasOwner(db: Db): boolean {
  return db.select().from(grants).where(eq(grants.role, 'owner')).limit(1).get() !== undefined;
}

/** Removes what a first run left behind that broke off between making the user and making it the owner. */
export function forgetUser(db: Db, email: string): void {
  db.delete(user).where(eq(user.email, email.toLowerCase())).run();
}

/** All that a person may at this moment: given by an owner, by groups of the identity provider, or to everybody. */
export function listGrants(db: Db, userId: string): Grant[] {
  const columns = { environmentId: grants.environmentId, role: grants.role };
  const given = db.select(columns).from(grants).where(eq(grants.userId, userId)).all();
  const byGroup = db
    .select({ environmentId: groupGrants.environmentId, role: groupGrants.role })
    .from(groupGrants)
    .where(and(eq(groupGrants.userId, userId), gt(groupGrants.expiresAt, Date.now())))
    .all();
  return [...given, ...byGroup, ...grantsOfEverybody(db)];
}

function grantsOfEverybody(db: Db): Grant[] {
  if (readSetting(db, 'accessMode') !== 'open') return [];
  return [{ environmentId: null, role: readSetting(db, 'openRole') }];
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
