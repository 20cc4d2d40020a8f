// Where services answer inside their networks. Writer: the deployer.
import { and, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { services } from '#db/schema/desired.ts';
import { networkStatus, serviceStatus } from '#db/schema/observed.ts';

/** Null as long as it never had one. */
export function findInternalHost(db: Db, serviceId: string): string | null {
  const row = db
    .select({ host: serviceStatus.internalHost })
    .from(serviceStatus)
    .where(eq(serviceStatus.serviceId, serviceId))
    .get();
  return row?.host ?? null;
}

/** All that services of a network have, or had before they were deleted and may still answer at. */
export function listReservedHosts(db: Db, networkId: string): string[] {
  return db
    .select({ host: serviceStatus.internalHost })
    .from(serviceStatus)
    .innerJoin(services, eq(services.id, serviceStatus.serviceId))
    .where(and(eq(services.networkId, networkId), isNotNull(serviceStatus.internalHost)))
    .all()
    .flatMap(({ host }) => host ?? []);
}

/** Raises the revision with it, so that the console reads again. Writes only what is new, and only to a row. */
export function saveInternalHost(db: Db, serviceId: string, internalHost: string): void {
  const isOther = sql`${serviceStatus.internalHost} is not ${internalHost}`;
  db.update(serviceStatus)
    .set({ internalHost, revision: sql`${serviceStatus.revision} + 1` })
    .where(and(eq(serviceStatus.serviceId, serviceId), isOther))
    .run();
}

/** Every service that is not deleted, with its network. */
export function listLivingServices(db: Db): Map<string, string> {
  const rows = db
    .select({ id: services.id, networkId: services.networkId })
    .from(services)
    .where(isNull(services.deletedAt))
    .all();
  return new Map(rows.map(({ id, networkId }) => [id, networkId]));
}

/** Writes only what differs. */
export function saveSubnets(db: Db, networks: readonly { networkId: string; subnet: string | null }[]): void {
  for (const { networkId, subnet } of networks) {
    if (subnet === null) continue;
    db.insert(networkStatus)
      .values({ networkId, subnet })
      .onConflictDoUpdate({
        target: networkStatus.networkId,
        set: { subnet },
        setWhere: ne(networkStatus.subnet, subnet),
      })
      .run();
  }
}
