import { and, asc, eq, gt, max } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { apiTokens, groupGrants } from '#db/schema/access.ts';
import { events } from '#db/schema/events.ts';
import { account, grants, session, user } from '#db/schema/people.ts';
import type { Grant } from '#server/domain/rights.ts';

export type Member = {
  id: string;
  name: string;
  email: string;
  isSecondFactorOn: boolean;
  /** Epoch ms. */
  joinedAt: number;
};

const COLUMNS = {
  id: user.id,
  name: user.name,
  email: user.email,
  isSecondFactorOn: user.twoFactorEnabled,
  createdAt: user.createdAt,
};

/** Everybody with an account, with or without a role, by name. */
export function listMembers(db: Db): Member[] {
  return db.select(COLUMNS).from(user).orderBy(asc(user.name), asc(user.email)).all().map(toMember);
}

export function findMember(db: Db, id: string): Member | undefined {
  const row = db.select(COLUMNS).from(user).where(eq(user.id, id)).get();
  return row && toMember(row);
}

/** `email` in any case of letters. */
export function findMemberByEmail(db: Db, email: string): Member | undefined {
  const row = db.select(COLUMNS).from(user).where(eq(user.email, email.toLowerCase())).get();
  return row && toMember(row);
}

function toMember({ createdAt, ...row }: Omit<Member, 'joinedAt'> & { createdAt: Date }): Member {
  return { ...row, joinedAt: createdAt.getTime() };
}

/** What an owner gave; what groups give, and what everybody has, is not among it. */
export function listGivenGrants(db: Db, userId: string): Grant[] {
  return db
    .select({ environmentId: grants.environmentId, role: grants.role })
    .from(grants)
    .where(eq(grants.userId, userId))
    .orderBy(asc(grants.id))
    .all();
}

/** What groups of the identity provider give, with the group. */
export function listGroupGrants(db: Db, userId: string): (Grant & { group: string })[] {
  return db
    .select({ environmentId: groupGrants.environmentId, role: groupGrants.role, group: groupGrants.group })
    .from(groupGrants)
    .where(and(eq(groupGrants.userId, userId), gt(groupGrants.expiresAt, Date.now())))
    .orderBy(asc(groupGrants.id))
    .all();
}

/** `at` in epoch ms. */
export function replaceGrants(db: Db, userId: string, given: readonly Grant[], at: number): void {
  db.delete(grants).where(eq(grants.userId, userId)).run();
  if (given.length === 0) return;
  const rows = given.map(({ environmentId, role }) => ({ userId, environmentId, role, createdAt: at }));
  db.insert(grants).values(rows).run();
}

/** Who is an owner by an owner's word. */
export function listOwnerIds(db: Db): string[] {
  const rows = db.select({ userId: grants.userId }).from(grants).where(eq(grants.role, 'owner')).all();
  return rows.map(({ userId }) => userId);
}

/** The account with all that hangs on it: sign-ins, sessions, tokens, roles, applications. */
export function deleteMember(db: Db, id: string): void {
  db.delete(user).where(eq(user.id, id)).run();
}

/** `credential` is a password; anything else an identity provider. */
export function listSignInWays(db: Db, userId: string): string[] {
  const rows = db.select({ way: account.providerId }).from(account).where(eq(account.userId, userId)).all();
  return rows.map(({ way }) => way);
}

/** Last sign of life, in epoch ms: a session that was refreshed, something done, a token used. Null: never seen. */
export function lastSeenAt(db: Db, userId: string): number | null {
  const bySession = db
    .select({ at: max(session.updatedAt) })
    .from(session)
    .where(eq(session.userId, userId))
    .get();
  const byEvent = db
    .select({ at: max(events.at) })
    .from(events)
    .where(eq(events.actorId, userId))
    .get();
  const byToken = db
    .select({ at: max(apiTokens.lastUsedAt) })
    .from(apiTokens)
    .where(eq(apiTokens.userId, userId))
    .get();
  const seen = Math.max(Number(bySession?.at ?? 0), byEvent?.at ?? 0, byToken?.at ?? 0);
  return seen === 0 ? null : seen;
}
