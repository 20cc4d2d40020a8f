import { and, desc, eq, inArray, isNotNull, isNull, like, or, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import {
  deployments,
  hostLabels,
  services,
  snapshots,
  trafficPolicies,
  versions,
} from '#db/schema/desired.ts';
import { serviceStatus } from '#db/schema/observed.ts';
import { contains } from '#db/stores/contains.ts';
import { hostOfTestLabel } from '#server/domain/naming.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

export type Service = typeof services.$inferSelect;

/** Deleted services are not found. */
export function findService(db: Db, id: string): Service | undefined {
  return db
    .select()
    .from(services)
    .where(and(eq(services.id, id), isNull(services.deletedAt)))
    .get();
}

export function findServiceByName(db: Db, environmentId: string, name: string): Service | undefined {
  return db
    .select()
    .from(services)
    .where(
      and(eq(services.environmentId, environmentId), eq(services.name, name), isNull(services.deletedAt)),
    )
    .get();
}

/** Newest first; `text` is looked for in name and remark, without regard to case. */
export function listServices(db: Db, environmentId: string, text = ''): Service[] {
  return db
    .select()
    .from(services)
    .where(
      and(
        eq(services.environmentId, environmentId),
        isNull(services.deletedAt),
        or(contains(services.name, text), contains(services.remark, text)),
      ),
    )
    .orderBy(desc(services.createdAt))
    .all();
}

export function insertService(db: Db, service: Service): void {
  db.insert(services).values(service).run();
}

export function updateService(db: Db, id: string, changes: Partial<Service>): void {
  db.update(services).set(changes).where(eq(services.id, id)).run();
}

/** Tells the deployer that something desired of this service changed. Returns the new generation. */
export function raiseGeneration(db: Db, id: string, now: number): number {
  const row = db
    .update(services)
    .set({ generation: sql`${services.generation} + 1`, updatedAt: now })
    .where(eq(services.id, id))
    .returning({ generation: services.generation })
    .get();
  if (!row) throw new Error(`no service ${id}`);
  return row.generation;
}

/**
 * False where the label was given out before, to a living service or a deleted one, and where it is the test address
 * of one that was, or the other way round.
 */
export function claimHostLabel(db: Db, label: string, serviceId: string, now: number): boolean {
  if (isNearTestLabel(db, label)) return false;
  const result = db
    .insert(hostLabels)
    .values({ label, serviceId, createdAt: now })
    .onConflictDoNothing()
    .run();
  return result.changes === 1;
}

function isNearTestLabel(db: Db, label: string): boolean {
  const rows = db
    .select({ label: hostLabels.label })
    .from(hostLabels)
    .where(or(eq(hostLabels.label, hostOfTestLabel(label) ?? ''), like(hostLabels.label, `v%-${label}`)))
    .all();
  return rows.some((row) => row.label === hostOfTestLabel(label) || hostOfTestLabel(row.label) === label);
}

export function readPolicy(db: Db, serviceId: string): TrafficPolicy {
  const row = db.select().from(trafficPolicies).where(eq(trafficPolicies.serviceId, serviceId)).get();
  return row?.policy ?? { mode: 'percent', shares: [] };
}

export function writePolicy(
  db: Db,
  serviceId: string,
  policy: TrafficPolicy,
  by: { updatedAt: number; updatedBy: string },
): void {
  db.insert(trafficPolicies)
    .values({ serviceId, policy, ...by })
    .onConflictDoUpdate({ target: trafficPolicies.serviceId, set: { policy, ...by } })
    .run();
}

/** Policy row with who changed it last and when. */
export function findPolicyRow(db: Db, serviceId: string): typeof trafficPolicies.$inferSelect | undefined {
  return db.select().from(trafficPolicies).where(eq(trafficPolicies.serviceId, serviceId)).get();
}

/** Observed side of a service; zeros before the deployer has looked at it. */
export function readServiceStatus(
  db: Db,
  serviceId: string,
): { revision: number; appliedGeneration: number; internalHost: string | null } {
  const row = db.select().from(serviceStatus).where(eq(serviceStatus.serviceId, serviceId)).get();
  return row ?? { revision: 0, appliedGeneration: 0, internalHost: null };
}

/** Forgets an environment's deleted services with all that hung on them, so that it can go too. */
export function purgeDeletedServices(db: Db, environmentId: string): void {
  const gone = db
    .select({ id: services.id })
    .from(services)
    .where(and(eq(services.environmentId, environmentId), isNotNull(services.deletedAt)));
  const goneVersions = db.select({ id: versions.id }).from(versions).where(inArray(versions.serviceId, gone));
  db.delete(snapshots).where(inArray(snapshots.versionId, goneVersions)).run();
  db.delete(deployments).where(inArray(deployments.serviceId, gone)).run();
  db.delete(versions).where(inArray(versions.serviceId, gone)).run();
  db.delete(trafficPolicies).where(inArray(trafficPolicies.serviceId, gone)).run();
  db.delete(services)
    .where(and(eq(services.environmentId, environmentId), isNotNull(services.deletedAt)))
    .run();
}
