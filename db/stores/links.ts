import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { oneTimeLinks } from '#db/schema/access.ts';
import { user } from '#db/schema/people.ts';
import type { LinkKind } from '#server/domain/access.ts';

export type OneTimeLink = typeof oneTimeLinks.$inferSelect;

export function insertLink(db: Db, link: typeof oneTimeLinks.$inferInsert): void {
  db.insert(oneTimeLinks).values(link).run();
}

/** `secretHash`: SHA-256 of the link's secret, hex. */
export function findLinkByHash(db: Db, kind: LinkKind, secretHash: string): OneTimeLink | undefined {
  return db
    .select()
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.kind, kind), eq(oneTimeLinks.secretHash, secretHash)))
    .get();
}

export function findLink(db: Db, id: string): OneTimeLink | undefined {
  return db.select().from(oneTimeLinks).where(eq(oneTimeLinks.id, id)).get();
}

/** Those that still work, newest first. `now` in epoch ms. */
export function listOpenLinks(db: Db, kind: LinkKind, now: number): OneTimeLink[] {
  return db
    .select()
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.kind, kind), isOpen(now)))
    .orderBy(desc(oneTimeLinks.createdAt))
    .all();
}

/** False where it was used, revoked or past its time already. `at` in epoch ms. */
export function markLinkUsed(db: Db, id: string, { at, by }: { at: number; by: string }): boolean {
  const { changes } = db
    .update(oneTimeLinks)
    .set({ usedAt: at, usedBy: by })
    .where(and(eq(oneTimeLinks.id, id), isOpen(at)))
    .run();
  return changes === 1;
}

/** Whether an owner wrote this person's e-mail address into the invitation that the person came by. */
export function isAddressOfInvitation(db: Db, userId: string): boolean {
  const row = db
    .select({ id: oneTimeLinks.id })
    .from(oneTimeLinks)
    .innerJoin(user, eq(user.id, oneTimeLinks.usedBy))
    .where(
      and(
        eq(oneTimeLinks.kind, 'invitation'),
        eq(oneTimeLinks.usedBy, userId),
        sql`lower(${oneTimeLinks.email}) = lower(${user.email})`,
      ),
    )
    .limit(1)
    .get();
  return row !== undefined;
}

/** False where it did not work any more. */
export function revokeLinkRow(db: Db, id: string, at: number): boolean {
  const { changes } = db
    .update(oneTimeLinks)
    .set({ revokedAt: at })
    .where(and(eq(oneTimeLinks.id, id), isOpen(at)))
    .run();
  return changes === 1;
}

/** All open links that somebody has made. */
export function revokeLinksBy(db: Db, createdBy: string, at: number): void {
  db.update(oneTimeLinks)
    .set({ revokedAt: at })
    .where(and(eq(oneTimeLinks.createdBy, createdBy), isOpen(at)))
    .run();
}

/** All open links for somebody's password. */
export function revokeLinksFor(db: Db, userId: string, at: number): void {
  db.update(oneTimeLinks)
    .set({ revokedAt: at })
    .where(and(eq(oneTimeLinks.userId, userId), isOpen(at)))
    .run();
}

function isOpen(now: number) {
  return and(isNull(oneTimeLinks.usedAt), isNull(oneTimeLinks.revokedAt), gt(oneTimeLinks.expiresAt, now));
}
