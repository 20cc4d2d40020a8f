// Compiled routes. Writer: the deployer; readers: the gateway's workers.
import { asc, eq, gt, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { routes } from '#db/schema/observed.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';

export type RouteRow = typeof routes.$inferSelect;

/** What changed after `revision`, oldest change first. A row without a document says that the service is gone. */
export function listRoutesAfter(db: Db, revision: number): RouteRow[] {
  return db.select().from(routes).where(gt(routes.revision, revision)).orderBy(asc(routes.revision)).all();
}

export function findRoutes(db: Db, serviceId: string): RouteRow | undefined {
  return db.select().from(routes).where(eq(routes.serviceId, serviceId)).get();
}

/**
 * Puts a service's routes in place, or forgets the service where `document` is null. Returns the revision that a
 * worker serves once it has taken them over: one above the highest of all services, found and stored in one statement.
 */
export function saveRoutes(db: Db, serviceId: string, document: ServiceRoutes | null): number {
  const next = sql<number>`(select coalesce(max(revision), 0) + 1 from routes)`;
  return db
    .insert(routes)
    .values({ serviceId, revision: next, document })
    .onConflictDoUpdate({
      target: routes.serviceId,
      set: { revision: sql`excluded.revision`, document: sql`excluded.document` },
    })
    .returning({ revision: routes.revision })
    .get().revision;
}
