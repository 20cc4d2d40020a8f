import { and, asc, count, countDistinct, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { networks, services } from '#db/schema/desired.ts';
import { networkStatus } from '#db/schema/observed.ts';

export type Network = typeof networks.$inferSelect;

/** Of an environment, oldest first: those that a living service uses. */
export function listNetworks(db: Db, environmentId: string): Network[] {
  return db
    .selectDistinct({ network: networks })
    .from(networks)
    .innerJoin(services, and(eq(services.networkId, networks.id), isNull(services.deletedAt)))
    .where(eq(networks.environmentId, environmentId))
    .orderBy(asc(networks.createdAt), asc(networks.name))
    .all()
    .map(({ network }) => network);
}

export function findNetwork(db: Db, id: string): Network | undefined {
  return db.select().from(networks).where(eq(networks.id, id)).get();
}

/** Where the newest living service of the environment is; null where there is none. */
export function findNewestNetworkId(db: Db, environmentId: string): string | null {
  const newest = db
    .select({ networkId: services.networkId })
    .from(services)
    .where(and(eq(services.environmentId, environmentId), isNull(services.deletedAt)))
    .orderBy(desc(services.createdAt))
    .get();
  return newest?.networkId ?? null;
}

/** Of all environments: those with a living service. */
export function countNetworksInUse(db: Db): number {
  const counted = db
    .select({ count: countDistinct(services.networkId) })
    .from(services)
    .where(isNull(services.deletedAt))
    .get();
  return counted?.count ?? 0;
}

/** Living services, by network. */
export function countServicesOfNetworks(db: Db, networkIds: string[]): Map<string, number> {
  const rows = db
    .select({ networkId: services.networkId, services: count() })
    .from(services)
    .where(and(inArray(services.networkId, networkIds), isNull(services.deletedAt)))
    .groupBy(services.networkId)
    .all();
  return new Map(rows.map(({ networkId, services }) => [networkId, services]));
}

/** All that the environment ever had. */
export function countNetworks(db: Db, environmentId: string): number {
  const counted = db
    .select({ count: count() })
    .from(networks)
    .where(eq(networks.environmentId, environmentId))
    .get();
  return counted?.count ?? 0;
}

export function insertNetwork(db: Db, network: Network): void {
  db.insert(networks).values(network).run();
}

export function deleteNetworks(db: Db, environmentId: string): void {
  const gone = db.select({ id: networks.id }).from(networks).where(eq(networks.environmentId, environmentId));
  db.delete(networkStatus).where(inArray(networkStatus.networkId, gone)).run();
  db.delete(networks).where(eq(networks.environmentId, environmentId)).run();
}

/** What the engine made of them; a network that it has not made yet is not in it. */
export function readSubnets(db: Db, networkIds: string[]): Map<string, string> {
  const rows = db.select().from(networkStatus).where(inArray(networkStatus.networkId, networkIds)).all();
  return new Map(rows.map(({ networkId, subnet }) => [networkId, subnet]));
}
