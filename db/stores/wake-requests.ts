// Versions that requests found without an instance. Writer: the gateway's workers; reader: the deployer.
import { eq, max, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { wakeRequests } from '#db/schema/gateway.ts';

export type WakeRequest = typeof wakeRequests.$inferSelect;

/** One row a version, whoever asks and however often; of several workers the last one's time stays. */
export function saveWakeRequests(db: Db, requests: readonly WakeRequest[]): void {
  const askedAt = sql`max(excluded.asked_at, ${wakeRequests.askedAt})`;
  db.insert(wakeRequests)
    .values([...requests])
    .onConflictDoUpdate({ target: wakeRequests.versionId, set: { askedAt } })
    .run();
}

/** Version → epoch ms of the last request for it. */
export function listWakeRequests(db: Db, serviceId: string): Map<string, number> {
  const rows = db.select().from(wakeRequests).where(eq(wakeRequests.serviceId, serviceId)).all();
  return new Map(rows.map(({ versionId, askedAt }) => [versionId, askedAt]));
}

/** Service → when a version of it was last asked for; moves with every new request that is stored. */
export function listWakeMarks(db: Db): Map<string, number> {
  const { serviceId, askedAt } = wakeRequests;
  const rows = db
    .select({ serviceId, askedAt: max(askedAt) })
    .from(wakeRequests)
    .groupBy(serviceId)
    .all();
  return new Map(rows.map((row) => [row.serviceId, row.askedAt ?? 0]));
}
