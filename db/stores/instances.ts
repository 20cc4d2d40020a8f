// Rows of instances. Writer: the deployer.
import { and, asc, desc, eq, gte, inArray, lt, notInArray, or, sum } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { deployments } from '#db/schema/desired.ts';
import { instances } from '#db/schema/observed.ts';
import { closeUsage, openUsage } from '#db/stores/usage.ts';
import { type Instance, type InstanceState, isPresent, PRESENT_STATES } from '#server/domain/instance.ts';

export type InstanceRow = typeof instances.$inferSelect;

/**
 * A service's instances that are there, those that ended at `endedSince` (epoch ms) or later, and all of versions
 * whose deployment is running. Oldest first.
 */
export function listInstances(db: Db, serviceId: string, endedSince: number): Instance[] {
  const deploying = db
    .select({ id: deployments.versionId })
    .from(deployments)
    .where(and(eq(deployments.serviceId, serviceId), eq(deployments.state, 'running')));
  return db
    .select()
    .from(instances)
    .where(
      and(
        eq(instances.serviceId, serviceId),
        or(
          inArray(instances.state, [...PRESENT_STATES]),
          gte(instances.stoppedAt, endedSince),
          inArray(instances.versionId, deploying),
        ),
      ),
    )
    .orderBy(asc(instances.createdAt), asc(instances.id))
    .all()
    .map(({ serviceId: _, ...instance }) => instance);
}

/** Those of one version, newest first, the ended ones among them. */
export function listInstancesOfVersion(db: Db, versionId: string, limit: number): InstanceRow[] {
  return db
    .select()
    .from(instances)
    .where(eq(instances.versionId, versionId))
    .orderBy(desc(instances.createdAt), desc(instances.id))
    .limit(limit)
    .all();
}

export function findInstance(db: Db, id: string): InstanceRow | undefined {
  return db.select().from(instances).where(eq(instances.id, id)).get();
}

/** Ids of all instances, of whatever service, that have or may have a container. */
export function listPresentInstanceIds(db: Db): string[] {
  return db
    .select({ id: instances.id })
    .from(instances)
    .where(inArray(instances.state, [...PRESENT_STATES]))
    .all()
    .map(({ id }) => id);
}

/** Services of which some instance is ready. */
export function listServicesWithReady(db: Db): string[] {
  return db
    .selectDistinct({ id: instances.serviceId })
    .from(instances)
    .where(eq(instances.state, 'ready'))
    .all()
    .map(({ id }) => id);
}

/** Cores and GB that are given to instances, over all services. */
export function sumGiven(db: Db): { cpuUsed: number; memoryUsedGb: number } {
  const row = db
    .select({ cpu: sum(instances.cpu), memoryGb: sum(instances.memoryGb) })
    .from(instances)
    .where(inArray(instances.state, [...PRESENT_STATES]))
    .get();
  return { cpuUsed: Number(row?.cpu ?? 0), memoryUsedGb: Number(row?.memoryGb ?? 0) };
}

/** What it is given counts from its `createdAt` on (db/stores/usage.ts). */
export function insertInstance(db: Db, instance: typeof instances.$inferInsert): void {
  db.insert(instances).values(instance).run();
  openUsage(db, instance);
}

/**
 * Writes a row over the state it was read in. Throws where somebody else moved it meanwhile. Of one that has ended, what
 * it was given counts until `endedAt` (epoch ms).
 */
export function updateInstance(
  db: Db,
  instance: Instance,
  from: InstanceState,
  endedAt: number | null = instance.stoppedAt,
): void {
  const { id, ...fields } = instance;
  const result = db
    .update(instances)
    .set(fields)
    .where(and(eq(instances.id, id), eq(instances.state, from)))
    .run();
  if (result.changes !== 1) throw new Error(`instance ${id} is not ${from} any more`);
  if (!isPresent(instance)) closeUsage(db, id, endedAt ?? instance.createdAt);
}

/** Forgets the instances that ended before `endedBefore` (epoch ms). Gives their ids. */
export function forgetInstances(db: Db, endedBefore: number): string[] {
  return db
    .delete(instances)
    .where(and(notInArray(instances.state, [...PRESENT_STATES]), lt(instances.stoppedAt, endedBefore)))
    .returning({ id: instances.id })
    .all()
    .map(({ id }) => id);
}
