import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { events } from '#db/schema/events.ts';
import { appendToChain } from '#db/stores/event-chain.ts';

export type StoredEvent = typeof events.$inferSelect;
export type NewEvent = typeof events.$inferInsert;

/** As the next link of the chain; in the caller's transaction where there is one, which has to be an immediate one. */
export function appendEvent(db: Db, event: NewEvent): void {
  if (db.$client.inTransaction) appendToChain(db, event);
  else db.transaction(() => appendToChain(db, event), { behavior: 'immediate' });
}

/** The newest event of one of `kinds` of a service. */
export function lastEvent(db: Db, serviceId: string, kinds: readonly string[]): StoredEvent | undefined {
  return db
    .select()
    .from(events)
    .where(and(eq(events.serviceId, serviceId), inArray(events.kind, [...kinds])))
    .orderBy(desc(events.id))
    .limit(1)
    .get();
}

/** The newest `limit` events of one of `kinds` of a service, newest first. */
export function recentEvents(
  db: Db,
  serviceId: string,
  kinds: readonly string[],
  limit: number,
): StoredEvent[] {
  return db
    .select()
    .from(events)
    .where(and(eq(events.serviceId, serviceId), inArray(events.kind, [...kinds])))
    .orderBy(desc(events.id))
    .limit(limit)
    .all();
}

/** Whether a request has left an event. */
export function hasEventOf(db: Db, requestId: string): boolean {
  const row = db.select({ id: events.id }).from(events).where(eq(events.requestId, requestId)).limit(1).get();
  return row !== undefined;
}
