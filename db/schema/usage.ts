// The ledger of instance lifetimes, in berth.db. Written by the deployer; rows outlive what they tell of.
import { index, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

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
