// What groups of the identity provider give. Writer: commands.
import { eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { groupGrants } from '#db/schema/access.ts';
import { type GroupGrant, isSameRole } from '#server/domain/groups.ts';

/** `expiresAt` in epoch ms. */
export function replaceGroupGrants(
  db: Db,
  userId: string,
  { given, expiresAt }: { given: readonly GroupGrant[]; expiresAt: number },
): void {
  db.delete(groupGrants).where(eq(groupGrants.userId, userId)).run();
  if (given.length === 0) return;
  const rows = given.map(({ group, environmentId, role }) => ({
    userId,
    group,
    environmentId,
    role,
    expiresAt,
  }));
  db.insert(groupGrants).values(rows).run();
}

/** Of everybody: what is not among these goes. */
export function keepGroupGrants(db: Db, kept: readonly GroupGrant[]): void {
  for (const row of db.select().from(groupGrants).all()) {
    if (kept.some((one) => isSameRole(one, row))) continue;
    db.delete(groupGrants).where(eq(groupGrants.id, row.id)).run();
  }
}
