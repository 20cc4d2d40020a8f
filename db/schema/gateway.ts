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

/** A version that has no instance and is asked for. Written by the gateway, answered by the deployer. */
export const wakeRequests = sqliteTable('wake_requests', {
  versionId: text('version_id').primaryKey(),
  serviceId: text('service_id').notNull(),
  /** Of the last request, epoch ms; renewed at most once a second. */
  askedAt: integer('asked_at').notNull(),
});
