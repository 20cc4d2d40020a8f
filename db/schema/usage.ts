// The ledger of instance lifetimes, in berth.db. Written by the deployer; rows outlive what they tell of.
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row an instance: what it was given, from the create call to its end (console-spec 9). Never removed. */
export const usageLedger = sqliteTable(
  'usage_ledger',
  {
    instanceId: text('instance_id').primaryKey(),
    environmentId: text('environment_id').notNull(),
    serviceId: text('service_id').notNull(),
    serviceName: text('service_name').notNull(),
    versionId: text('version_id').notNull(),
    versionName: text('version_name').notNull(),
    cpu: real().notNull(),
    memoryGb: real('memory_gb').notNull(),
    /** The create call, epoch ms. */
    startedAt: integer('started_at').notNull(),
    /** When it was removed or ended by itself, by the engine's clock where nobody saw it; null while it is there. */
    endedAt: integer('ended_at'),
  },
  (table) => [
    index('usage_ledger_environment').on(table.environmentId, table.startedAt),
    index('usage_ledger_service').on(table.serviceId, table.startedAt),
    index('usage_ledger_open').on(table.endedAt),
  ],
);

/** Times in which a version slept: it would have been started for the first request, and nothing of it ran. */
export const usageSleeps = sqliteTable(
  'usage_sleeps',
  {
    versionId: text('version_id').notNull(),
    environmentId: text('environment_id').notNull(),
    serviceId: text('service_id').notNull(),
    serviceName: text('service_name').notNull(),
    versionName: text('version_name').notNull(),
    /** Of one instance, as the version would have had. */
    cpu: real().notNull(),
    memoryGb: real('memory_gb').notNull(),
    startedAt: integer('started_at').notNull(),
    /** When the first instance was made for it again, or it was taken offline; null while it sleeps. */
    endedAt: integer('ended_at'),
  },
  (table) => [
    primaryKey({ columns: [table.versionId, table.startedAt] }),
    index('usage_sleeps_environment').on(table.environmentId, table.startedAt),
    index('usage_sleeps_open').on(table.endedAt),
  ],
);
