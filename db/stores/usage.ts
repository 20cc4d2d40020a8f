// The ledger of instance lifetimes and of sleeps. Writer: the deployer, by way of instances.ts and version-status.ts:
// nothing can make, end or put to sleep anything and leave the ledger out.
import {
  and,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  notInArray,
  or,
  sql,
} from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { services, snapshots, versions } from '#db/schema/desired.ts';
import { instances } from '#db/schema/observed.ts';
import { usageLedger, usageSleeps } from '#db/schema/usage.ts';
import { PRESENT_STATES } from '#server/domain/instance.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import type { UsageRange } from '#server/domain/usage.ts';

export type UsageRow = typeof usageLedger.$inferSelect;
export type SleepRow = typeof usageSleeps.$inferSelect;

type NewInstance = Pick<
  typeof instances.$inferInsert,
  'id' | 'versionId' | 'cpu' | 'memoryGb' | 'createdAt' | 'stoppedAt'
>;

/** Opens the row of an instance that is about to be made. */
export function openUsage(db: Db, instance: NewInstance): void {
  const { id: instanceId, versionId, cpu, memoryGb, createdAt: startedAt, stoppedAt } = instance;
  const names = namesOf(db, versionId);
  if (!names) return; // Only a test makes instances of nothing.
  db.insert(usageLedger)
    .values({ ...names, instanceId, versionId, cpu, memoryGb, startedAt, endedAt: stoppedAt ?? null })
    .onConflictDoNothing()
    .run();
}

/** Ends the row of an instance. One that has ended keeps its end. `endedAt` in epoch ms. */
export function closeUsage(db: Db, instanceId: string, endedAt: number): void {
  db.update(usageLedger)
    .set({ endedAt })
    .where(and(eq(usageLedger.instanceId, instanceId), isNull(usageLedger.endedAt)))
    .run();
}

/** The version sleeps from now on, unless it does already. `now` in epoch ms. */
export function openSleep(db: Db, versionId: string, now: number): void {
  const isOpen = and(eq(usageSleeps.versionId, versionId), isNull(usageSleeps.endedAt));
  const names = namesOf(db, versionId);
  const spec = findSpec(db, versionId);
  if (!names || !spec || db.select().from(usageSleeps).where(isOpen).get()) return;
  db.insert(usageSleeps)
    .values({ ...names, versionId, cpu: spec.cpu, memoryGb: spec.memoryGb, startedAt: now })
    .onConflictDoNothing()
    .run();
}

/** It does not sleep any more. */
export function closeSleep(db: Db, versionId: string, now: number): void {
  db.update(usageSleeps)
    .set({ endedAt: now })
    .where(and(eq(usageSleeps.versionId, versionId), isNull(usageSleeps.endedAt)))
    .run();
}

/** Lifetimes of these environments that touch the range, oldest first. */
export function listUsage(db: Db, environmentIds: readonly string[], { from, to }: UsageRange): UsageRow[] {
  return db
    .select()
    .from(usageLedger)
    .where(
      and(
        inArray(usageLedger.environmentId, [...environmentIds]),
        lt(usageLedger.startedAt, to),
        or(isNull(usageLedger.endedAt), gte(usageLedger.endedAt, from)),
      ),
    )
    .orderBy(usageLedger.startedAt, usageLedger.instanceId)
    .all();
}

/** Sleeps of these environments that touch the range, oldest first. */
export function listSleeps(db: Db, environmentIds: readonly string[], { from, to }: UsageRange): SleepRow[] {
  return db
    .select()
    .from(usageSleeps)
    .where(
      and(
        inArray(usageSleeps.environmentId, [...environmentIds]),
        lt(usageSleeps.startedAt, to),
        or(isNull(usageSleeps.endedAt), gte(usageSleeps.endedAt, from)),
      ),
    )
    .orderBy(usageSleeps.startedAt, usageSleeps.versionId)
    .all();
}

/** Opens the rows of instances that are there and have none. */
export function openForgottenUsage(db: Db): void {
  const known = db.select({ id: usageLedger.instanceId }).from(usageLedger);
  const forgotten = db
    .select()
    .from(instances)
    .where(and(inArray(instances.state, [...PRESENT_STATES]), notInArray(instances.id, known)))
    .all();
  for (const instance of forgotten) openUsage(db, instance);
}

/** Open rows whose instance is not there any more, with the end that its own row has. */
export function listForgottenUsage(db: Db): (UsageRow & { stoppedAt: number | null })[] {
  return db
    .select({ ...getTableColumns(usageLedger), stoppedAt: instances.stoppedAt })
    .from(usageLedger)
    .leftJoin(instances, eq(instances.id, usageLedger.instanceId))
    .where(
      and(
        isNull(usageLedger.endedAt),
        or(isNull(instances.id), notInArray(instances.state, [...PRESENT_STATES])),
      ),
    )
    .all();
}

/** Versions with an open sleep that were deleted in it, and when; null where they went with their environment. */
export function listForgottenSleeps(db: Db): { versionId: string; deletedAt: number | null }[] {
  return db
    .select({
      versionId: usageSleeps.versionId,
      deletedAt: sql<number | null>`coalesce(${versions.deletedAt}, ${services.deletedAt})`,
    })
    .from(usageSleeps)
    .leftJoin(versions, eq(versions.id, usageSleeps.versionId))
    .leftJoin(services, eq(services.id, versions.serviceId))
    .where(
      and(
        isNull(usageSleeps.endedAt),
        or(isNull(versions.id), isNotNull(versions.deletedAt), isNotNull(services.deletedAt)),
      ),
    )
    .all();
}

/** Environments with anything in the ledger, also those that are gone. */
export function listUsedEnvironments(db: Db): string[] {
  const rows = db.selectDistinct({ id: usageLedger.environmentId }).from(usageLedger).all();
  return rows.map(({ id }) => id);
}

function namesOf(db: Db, versionId: string) {
  return db
    .select({
      environmentId: services.environmentId,
      serviceId: services.id,
      serviceName: services.name,
      versionName: versions.name,
    })
    .from(versions)
    .innerJoin(services, eq(services.id, versions.serviceId))
    .where(eq(versions.id, versionId))
    .get();
}

/** Of the snapshot that would serve. */
function findSpec(db: Db, versionId: string): Pick<VersionSpec, 'cpu' | 'memoryGb'> | undefined {
  return db
    .select({ spec: snapshots.spec })
    .from(versions)
    .innerJoin(
      snapshots,
      and(eq(snapshots.versionId, versions.id), eq(snapshots.number, versions.snapshotNumber)),
    )
    .where(eq(versions.id, versionId))
    .get()?.spec;
}
