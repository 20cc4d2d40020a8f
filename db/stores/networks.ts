import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { networks, services } from '#db/schema.ts';

export type Network = typeof networks.$inferSelect;

/** Of an environment, oldest first: those that a living service uses. */
export function listNetworks(db: Db, environmentId: string): Network[] {
  return db
    .selectDistinct({ network: networks })
    .from(networks)
    .innerJoin(services, and(eq(services.networkId, networks.id), isNull(services.deletedAt)))
    .where(eq(networks.environmentId, environmentId))
    .orderBy(asc(networks.createdAt))
    .all()
    .map(({ network }) => network);
}

export function findNetwork(db: Db, id: string): Network | undefined {
  return db.select().from(networks).where(eq(networks.id, id)).get();
}

export function insertNetwork(db: Db, network: Network): void {
  db.insert(networks).values(network).run();
}

export function deleteNetworks(db: Db, environmentId: string): void {
  db.delete(networks).where(eq(networks.environmentId, environmentId)).run();
}
