// 本地代码 that was uploaded. Writers: the command register-package; the deployer's sweep takes away.
import { and, eq, isNull, lt, sql } from 'drizzle-orm';
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
  const packageId = sql<string>`json_extract(${snapshots.spec}, '$.source.packageId')`;
  const used = db
    .select({ id: packageId })
    .from(snapshots)
    .innerJoin(versions, eq(versions.id, snapshots.versionId))
    .where(and(isNull(versions.deletedAt), sql`${packageId} is not null`));
  return db
    .delete(packages)
    .where(and(lt(packages.createdAt, before), sql`${packages.id} not in ${used}`))
    .returning({ id: packages.id })
    .all()
    .map(({ id }) => id);
}
