// 本地代码 that was uploaded. Writers: the command register-package; the deployer's sweep takes away.
import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { packages, snapshots, versions } from '#db/schema/desired.ts';

export type Package = typeof packages.$inferSelect;

export function insertPackage(db: Db, row: Package): void {
  db.insert(packages).values(row).run();
}

export function findPackage(db: Db, id: string): Package | undefined {
  return db.select().from(packages).where(eq(packages.id, id)).get();
}

/** Ids of all, for who looks for files that no row speaks of. */
export function listPackageIds(db: Db): string[] {
  return db
    .select({ id: packages.id })
    .from(packages)
    .all()
    .map(({ id }) => id);
}

/** Takes away those older than this (epoch ms) that no snapshot of a living version names; gives their ids. */
export function forgetUnusedPackages(db: Db, before: number): string[] {
  return db
    .delete(packages)
    .where(and(lt(packages.createdAt, before), isUnused(db)))
    .returning({ id: packages.id })
    .all()
    .map(({ id }) => id);
}

/** Of all services. */
export function listUnusedPackages(db: Db): Package[] {
  return db.select().from(packages).where(isUnused(db)).all();
}

export function forgetPackages(db: Db, ids: readonly string[]): void {
  db.delete(packages)
    .where(inArray(packages.id, [...ids]))
    .run();
}

/** No snapshot of a living version names it. */
function isUnused(db: Db) {
  const packageId = sql<string>`json_extract(${snapshots.spec}, '$.source.packageId')`;
  const used = db
    .select({ id: packageId })
    .from(snapshots)
    .innerJoin(versions, eq(versions.id, snapshots.versionId))
    .where(and(isNull(versions.deletedAt), sql`${packageId} is not null`));
  return sql`${packages.id} not in ${used}`;
}
