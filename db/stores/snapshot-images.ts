// What snapshots' instances are made from. Writer: the deployer.
import { and, eq, exists, inArray, isNotNull, isNull, or } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { deployments, versions } from '#db/schema/desired.ts';
import { instances, snapshotImages } from '#db/schema/observed.ts';
import { PRESENT_STATES } from '#server/domain/instance.ts';

export type SnapshotImage = typeof snapshotImages.$inferSelect;

export function findSnapshotImage(
  db: Db,
  versionId: string,
  snapshotNumber: number,
): SnapshotImage | undefined {
  return db
    .select()
    .from(snapshotImages)
    .where(and(eq(snapshotImages.versionId, versionId), eq(snapshotImages.snapshotNumber, snapshotNumber)))
    .get();
}

export function saveSnapshotImage(db: Db, image: SnapshotImage): void {
  const { versionId: _, snapshotNumber: __, ...set } = image;
  db.insert(snapshotImages)
    .values(image)
    .onConflictDoUpdate({ target: [snapshotImages.versionId, snapshotImages.snapshotNumber], set })
    .run();
}

/**
 * What instances run from, and what may be wanted again: by a running deployment, by the snapshot that serves, and by
 * those that 版本历史 can go back to.
 */
export function listImagesInUse(db: Db): Set<string> {
  const ofSnapshot = [
    eq(deployments.versionId, snapshotImages.versionId),
    eq(deployments.snapshotNumber, snapshotImages.snapshotNumber),
  ];
  const wanted = db
    .select()
    .from(deployments)
    .where(and(...ofSnapshot, inArray(deployments.state, ['running', 'succeeded'])));
  const running = db
    .select()
    .from(instances)
    .where(
      and(
        eq(instances.versionId, snapshotImages.versionId),
        eq(instances.snapshotNumber, snapshotImages.snapshotNumber),
        inArray(instances.state, [...PRESENT_STATES]),
      ),
    );
  const serving = and(
    isNotNull(versions.succeededAt),
    eq(versions.snapshotNumber, snapshotImages.snapshotNumber),
  );
  const isThere = and(isNotNull(versions.id), isNull(versions.deletedAt));
  const rows = db
    .select({ image: snapshotImages.image })
    .from(snapshotImages)
    .leftJoin(versions, eq(versions.id, snapshotImages.versionId))
    .where(or(exists(running), and(isThere, or(serving, exists(wanted)))))
    .all();
  return new Set(rows.map(({ image }) => image));
}
