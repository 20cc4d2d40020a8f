import { and, eq, gt, isNull, or } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { apiTokens } from '#db/schema/access.ts';
import { user } from '#db/schema/people.ts';

export type ApiToken = typeof apiTokens.$inferSelect;

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
