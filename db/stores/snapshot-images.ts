// What snapshots' instances are made from. Writer: the deployer.
import { and, eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { snapshotImages } from '#db/schema.ts';

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
