// How services scale, as people set it. Writer: commands.
import { eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { manualInstances, serviceScaling } from '#db/schema/scaling.ts';
import { DEFAULT_SCALE_SETTINGS, type ScaleSettings } from '#server/domain/scale-settings.ts';
import type { ManualInstances } from '#server/domain/scaling-range.ts';

export type StoredScaling = ScaleSettings & {
  /** Epoch ms; null while nobody set it. */
  updatedAt: number | null;
  /** The person's id; null while nobody set it. */
  updatedBy: string | null;
};

/** The defaults where nobody set anything. */
export function readScaling(db: Db, serviceId: string): StoredScaling {
  const row = db.select().from(serviceScaling).where(eq(serviceScaling.serviceId, serviceId)).get();
  if (!row) return { ...DEFAULT_SCALE_SETTINGS, updatedAt: null, updatedBy: null };
  const { operationMode, timers, timeZone, inFlightTarget, updatedAt, updatedBy } = row;
  return { mode: operationMode, timers, timeZone, inFlightTarget, updatedAt, updatedBy };
}

export function saveScaling(
  db: Db,
  serviceId: string,
  { mode, ...settings }: ScaleSettings,
  by: { updatedAt: number; updatedBy: string },
): void {
  const set = { operationMode: mode, ...settings, ...by };
  db.insert(serviceScaling)
    .values({ serviceId, ...set })
    .onConflictDoUpdate({ target: serviceScaling.serviceId, set })
    .run();
}

/** By version; those of which people started or stopped instances by hand. */
export function listManualInstances(db: Db, serviceId: string): Map<string, ManualInstances> {
  const rows = db.select().from(manualInstances).where(eq(manualInstances.serviceId, serviceId)).all();
  return new Map(
    rows.map(({ versionId, count, stopped, updatedAt }) => [versionId, { count, stopped, updatedAt }]),
  );
}

export function saveManualInstances(
  db: Db,
  version: { id: string; serviceId: string },
  manual: ManualInstances,
): void {
  db.insert(manualInstances)
    .values({ versionId: version.id, serviceId: version.serviceId, ...manual })
    .onConflictDoUpdate({ target: manualInstances.versionId, set: manual })
    .run();
}

export function forgetManualInstances(db: Db, serviceId: string): void {
  db.delete(manualInstances).where(eq(manualInstances.serviceId, serviceId)).run();
}
