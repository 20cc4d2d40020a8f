// metrics.db: counts and heartbeats, in a file of their own so that they wake nobody. Writer: the gateway.
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Requests of one version in one second, by worker. */
export const requestBuckets = sqliteTable(
  'request_buckets',
  {
    workerId: text('worker_id').notNull(),
    serviceId: text('service_id').notNull(),
    versionId: text('version_id').notNull(),
    /** Start of the second, epoch seconds. */
    at: integer().notNull(),
    requests: integer().notNull(),
    /** Answers of 5xx and answers that broke off, ours and the version's. */
    errors: integer().notNull(),
    /** Latency counts by bucket index of domain/latency.ts: { "12": 3, … }. */
    latency: text({ mode: 'json' }).$type<Record<string, number>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.serviceId, table.versionId, table.at, table.workerId] }),
    index('request_buckets_at').on(table.at),
  ],
);

/** A live worker writes its row every second. */
export const workerHeartbeats = sqliteTable('worker_heartbeats', {
  workerId: text('worker_id').primaryKey(),
  pid: integer().notNull(),
  at: integer().notNull(),
});
