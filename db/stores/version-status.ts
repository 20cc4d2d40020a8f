// What the deployer says of versions. Writer: the deployer; readers: versions.ts.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { versionStatus } from '#db/schema/observed.ts';
import { closeSleep, openSleep } from '#db/stores/usage.ts';
import type { VersionStatus } from '#server/domain/plan/observed.ts';

export function listVersionStatuses(db: Db, serviceId: string): Map<string, VersionStatus> {
  const rows = db.select().from(versionStatus).where(eq(versionStatus.serviceId, serviceId)).all();
  return new Map(
    rows.map(({ versionId, state, wantedInstances, readyInstances, trafficLostAt, scaling }) => [
      versionId,
      { versionId, state, wantedInstances, readyInstances, trafficLostAt, scaling },
    ]),
  );
}

/** The ledger of sleeps follows (db/stores/usage.ts). */
export function saveVersionStatus(db: Db, serviceId: string, status: VersionStatus, now: number): void {
  const { versionId, ...fields } = status;
  const set = { ...fields, updatedAt: now };
  db.insert(versionStatus)
    .values({ versionId, serviceId, ...set })
    .onConflictDoUpdate({ target: versionStatus.versionId, set })
    .run();
  const isAsleep = status.wantedInstances === 0 && status.scaling?.reason === 'idle';
  if (isAsleep) openSleep(db, versionId, now);
  else closeSleep(db, versionId, now);
}

/** Services that want instances which the machine could not give. */
export function listShortServices(db: Db): string[] {
  const short = sql`json_extract(${versionStatus.scaling}, '$.short') > 0`;
  const rows = db.selectDistinct({ id: versionStatus.serviceId }).from(versionStatus).where(short).all();
  return rows.map(({ id }) => id);
}
