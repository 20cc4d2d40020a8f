import { and, desc, eq, gt, lt, ne } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { session } from '#db/schema/people.ts';

export type SessionRow = {
  id: string;
  address: string | null;
  userAgent: string | null;
  /** Epoch ms. */
  signedInAt: number;
  lastUsedAt: number;
};

/** Those that have not ended, the last used first. `now` in epoch ms. */
export function listSessions(db: Db, userId: string, now: number): SessionRow[] {
  return db
    .select()
    .from(session)
    .where(and(eq(session.userId, userId), gt(session.expiresAt, new Date(now))))
    .orderBy(desc(session.updatedAt), desc(session.id))
    .all()
    .map((row) => ({
      id: row.id,
      address: row.ipAddress || null,
      userAgent: row.userAgent || null,
      signedInAt: row.createdAt.getTime(),
      lastUsedAt: row.updatedAt.getTime(),
    }));
}

export function findSessionId(db: Db, token: string): string | undefined {
  return db.select({ id: session.id }).from(session).where(eq(session.token, token)).get()?.id;
}

/** False where the person has no such session. */
export function deleteSession(db: Db, userId: string, sessionId: string): boolean {
  const own = and(eq(session.userId, userId), eq(session.id, sessionId));
  return db.delete(session).where(own).run().changes > 0;
}

/** Gives how many there were. */
export function deleteOtherSessions(db: Db, userId: string, keptId: string): number {
  const others = and(eq(session.userId, userId), ne(session.id, keptId));
  return db.delete(session).where(others).run().changes;
}

/** A session is in use; written once a minute at most, as every write wakes all that watch. `now` in epoch ms. */
export function noteSessionUse(db: Db, sessionId: string, now: number): void {
  const isDue = and(eq(session.id, sessionId), lt(session.updatedAt, new Date(now - 60_000)));
  db.update(session)
    .set({ updatedAt: new Date(now) })
    .where(isDue)
    .run();
}
