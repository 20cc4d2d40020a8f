// What gateways say of themselves, in berth.db. Written by the gateway.
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row a worker. Written when it serves a new revision, and while something drains. */
export const gatewayWorkers = sqliteTable('gateway_workers', {
  id: text().primaryKey(),
  pid: integer().notNull(),
  startedAt: integer('started_at').notNull(),
  servedRevision: integer('served_revision').notNull(),
  /** Draining instance → requests still in flight there. Absent = none. */
  inFlight: text('in_flight', { mode: 'json' }).$type<Record<string, number>>().notNull(),
});
