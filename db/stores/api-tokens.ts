import { and, count, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { apiTokens } from '#db/schema/access.ts';
import { user } from '#db/schema/people.ts';

export type ApiToken = typeof apiTokens.$inferSelect;

/** Between two notes of the last use: a write for every request would be dear. */
const NOTE_EVERY_MS = 60_000;

/** The token with this hash and its person; undefined where it is revoked or past its time. `now` in epoch ms. */
export function findLiveToken(db: Db, secretHash: string, now: number) {
  return db
    .select({ token: apiTokens, user: { id: user.id, name: user.name, email: user.email } })
    .from(apiTokens)
    .innerJoin(user, eq(user.id, apiTokens.userId))
    .where(and(eq(apiTokens.secretHash, secretHash), isLive(now)))
    .get();
}

export function isTokenLive(db: Db, tokenId: string, now: number): boolean {
  const row = db
    .select({ id: apiTokens.id })
    .from(apiTokens)
    .where(and(eq(apiTokens.id, tokenId), isLive(now)))
    .get();
  return row !== undefined;
}

function isLive(now: number) {
  return and(isNull(apiTokens.revokedAt), or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)));
}

export function countLiveTokens(db: Db, userId: string, now: number): number {
  return (
    db
      .select({ count: count() })
      .from(apiTokens)
      .where(and(eq(apiTokens.userId, userId), isLive(now)))
      .get()?.count ?? 0
  );
}

/** Those not revoked, with their people, newest first; of one person, or of all. */
export function listTokens(db: Db, userId?: string) {
  return db
    .select({ token: apiTokens, user: { id: user.id, name: user.name, email: user.email } })
    .from(apiTokens)
    .innerJoin(user, eq(user.id, apiTokens.userId))
    .where(and(isNull(apiTokens.revokedAt), userId === undefined ? undefined : eq(apiTokens.userId, userId)))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .all();
}

export function insertToken(db: Db, token: typeof apiTokens.$inferInsert): void {
  db.insert(apiTokens).values(token).run();
}

/** The token as it was; undefined where there is none, or it is revoked already. `at` in epoch ms. */
export function revokeToken(db: Db, tokenId: string, at: number): ApiToken | undefined {
  return db
    .update(apiTokens)
    .set({ revokedAt: at })
    .where(and(eq(apiTokens.id, tokenId), isNull(apiTokens.revokedAt)))
    .returning()
    .get();
}

export function findToken(db: Db, tokenId: string): ApiToken | undefined {
  return db.select().from(apiTokens).where(eq(apiTokens.id, tokenId)).get();
}

/** When and from where it was used last, to the minute. `at` in epoch ms. */
export function noteTokenUse(db: Db, { id, lastUsedAt }: ApiToken, use: { at: number; from: string | null }) {
  const noteBefore = use.at - NOTE_EVERY_MS;
  if (lastUsedAt !== null && lastUsedAt > noteBefore) return;
  db.update(apiTokens)
    .set({ lastUsedAt: use.at, lastUsedFrom: use.from })
    .where(and(eq(apiTokens.id, id), or(isNull(apiTokens.lastUsedAt), lte(apiTokens.lastUsedAt, noteBefore))))
    .run();
}
