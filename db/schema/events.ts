// What happened, in berth.db. Append-only, written by all; the log that 审计 shows.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { EventOutcome, EventVia } from '#server/domain/audit.ts';

export const events = sqliteTable(
  'events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    /** User id, or `system`. */
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    kind: text().notNull(),
    environmentId: text('environment_id'),
    serviceId: text('service_id'),
    versionId: text('version_id'),
    /** What else it was done to: `<kind>:<id>`, as `member:…`, `token:…`, `certificate:…`. */
    target: text(),
    before: text({ mode: 'json' }).$type<unknown>(),
    after: text({ mode: 'json' }).$type<unknown>(),
    outcome: text().$type<EventOutcome>().notNull().default('done'),
    /** Code of the problem where it was refused or failed. */
    problem: text(),
    /** How it was asked for. */
    via: text().$type<EventVia>().notNull().default('system'),
    tokenId: text('token_id'),
    /** Address of who asked. */
    address: text(),
    requestId: text('request_id'),
    /** Of this row and of `previousHash`; empty in rows from before the chain. */
    previousHash: text('previous_hash').notNull().default(''),
    hash: text().notNull().default(''),
  },
  (table) => [
    index('events_service').on(table.serviceId, table.id),
    index('events_environment').on(table.environmentId, table.id),
    index('events_actor').on(table.actorId, table.id),
    index('events_at').on(table.at),
    index('events_request').on(table.requestId),
  ],
);
