import { and, asc, eq, gt } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { events } from '#db/schema.ts';

/** Environments deleted after the event `afterId`, with the id of the event that says so. */
export function listDeletedEnvironments(
  db: Db,
  afterId: number,
): { eventId: number; environmentId: string }[] {
  return db
    .select({ eventId: events.id, environmentId: events.environmentId })
    .from(events)
    .where(and(eq(events.kind, 'environment.deleted'), gt(events.id, afterId)))
    .orderBy(asc(events.id))
    .all()
    .flatMap(({ eventId, environmentId }) => (environmentId ? [{ eventId, environmentId }] : []));
}
