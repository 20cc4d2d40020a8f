import { and, count, desc, eq, inArray, isNull, max } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { snapshots, versions } from '#db/schema/desired.ts';
import { versionStatus } from '#db/schema/observed.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

export type Version = typeof versions.$inferSelect;
export type Snapshot = typeof snapshots.$inferSelect;
export type VersionStatus = typeof versionStatus.$inferSelect;

/** Deleted versions are not found. */
export function findVersion(db: Db, id: string): Version | undefined {
  return db
    .select()
    .from(versions)
    .where(and(eq(versions.id, id), isNull(versions.deletedAt)))
    .get();
}

/** Newest first. */
export function listVersions(db: Db, serviceId: string, page?: { limit: number; offset: number }): Version[] {
  const query = db
    .select()
    .from(versions)
    .where(and(eq(versions.serviceId, serviceId), isNull(versions.deletedAt)))
    .orderBy(desc(versions.number));
  return page ? query.limit(page.limit).offset(page.offset).all() : query.all();
}

export function countVersions(db: Db, serviceId: string): number {
  const row = db
    .select({ n: count() })
    .from(versions)
    .where(and(eq(versions.serviceId, serviceId), isNull(versions.deletedAt)))
    .get();
  return row?.n ?? 0;
}

export function insertVersion(db: Db, version: Version): void {
  db.insert(versions).values(version).run();
}

export function updateVersion(db: Db, id: string, changes: Partial<Version>): void {
  db.update(versions).set(changes).where(eq(versions.id, id)).run();
}

export function insertSnapshot(db: Db, snapshot: Snapshot): void {
  db.insert(snapshots).values(snapshot).run();
}

/** The number for the next snapshot of a version. */
export function nextSnapshotNumber(db: Db, versionId: string): number {
  const row = db
    .select({ last: max(snapshots.number) })
    .from(snapshots)
    .where(eq(snapshots.versionId, versionId))
    .get();
  return (row?.last ?? 0) + 1;
}

export function readSpec(db: Db, versionId: string, snapshotNumber: number): VersionSpec {
  const row = db
    .select()
    .from(snapshots)
    .where(and(eq(snapshots.versionId, versionId), eq(snapshots.number, snapshotNumber)))
    .get();
  if (!row) throw new Error(`no snapshot ${snapshotNumber} of version ${versionId}`);
  return row.spec;
}

/** Every configuration that a service's versions ever had, those of deleted versions too. */
export function listSpecs(db: Db, serviceId: string): VersionSpec[] {
  return db
    .select({ spec: snapshots.spec })
    .from(snapshots)
    .innerJoin(versions, eq(versions.id, snapshots.versionId))
    .where(eq(versions.serviceId, serviceId))
    .all()
    .map(({ spec }) => spec);
}

/** Observed states by version id; a version the deployer has not looked at yet is absent. */
export function readVersionStatuses(db: Db, versionIds: readonly string[]): Map<string, VersionStatus> {
  const rows = db
    .select()
    .from(versionStatus)
    .where(inArray(versionStatus.versionId, [...versionIds]))
    .all();
  return new Map(rows.map((row) => [row.versionId, row]));
}

/** For records that outlive the version. */
export function findVersionEvenDeleted(db: Db, id: string): Version {
  const version = db.select().from(versions).where(eq(versions.id, id)).get();
  if (!version) throw new Error(`no version ${id}`);
  return version;
}
