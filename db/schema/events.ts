// What happened, in berth.db. Append-only, written by all.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
    before: text({ mode: 'json' }).$type<unknown>(),
    after: text({ mode: 'json' }).$type<unknown>(),
  },
  (table) => [index('events_service').on(table.serviceId, table.id)],
);
