import { and, eq, gt, lte, max } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { events } from '#db/schema.ts';

/** Environments deleted after the event `afterId`, and the newest event that was looked at: where to go on. */
export function listDeletedEnvironments(
  db: Db,
  afterId: number,
): { environmentIds: string[]; lastEventId: number } {
  const newest = db
    .select({ id: max(events.id) })
    .from(events)
    .get();
  const lastEventId = newest?.id ?? 0;
  const environmentIds = db
    .select({ environmentId: events.environmentId })
    .from(events)
    .where(and(eq(events.kind, 'environment.deleted'), gt(events.id, afterId), lte(events.id, lastEventId)))
    .all()
    .flatMap(({ environmentId }) => environmentId ?? []);
  return { environmentIds, lastEventId };
}
