// What would go with a service.
import { and, count, eq, inArray } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { versions } from '#db/schema/desired.ts';
import { instances, snapshotImages } from '#db/schema/observed.ts';
import { PRESENT_STATES } from '#server/domain/instance.ts';

/** Instances of a service that have or may have a container now. */
export function countPresentInstances(db: Db, serviceId: string): number {
  const row = db
    .select({ n: count() })
    .from(instances)
    .where(and(eq(instances.serviceId, serviceId), inArray(instances.state, [...PRESENT_STATES])))
    .get();
  return row?.n ?? 0;
}

export type BuiltImage = { image: string; reference: string; sizeBytes: number };

/** Images that were built here for snapshots of a service, each once. Those that were pulled are nobody's to remove. */
export function listBuiltImages(db: Db, serviceId: string): BuiltImage[] {
  const { image, reference, sizeBytes } = snapshotImages;
  return db
    .select({ image, reference, sizeBytes })
    .from(snapshotImages)
    .innerJoin(versions, eq(versions.id, snapshotImages.versionId))
    .where(and(eq(versions.serviceId, serviceId), eq(snapshotImages.isBuilt, true)))
    .groupBy(image)
    .orderBy(reference)
    .all();
}
