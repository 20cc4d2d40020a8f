// logs.db: what instances, builds and deployments printed, in a file of its own. Writer: the deployer. New lines are
// rows; from some hundreds of a service on, the oldest are sealed into a compressed block, which one document of the
// full-text index `log_words` (in the migration: drizzle knows no virtual tables) stands for (docs/decisions/031-logs.md).
import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { LogLevel, LogStream } from '#server/domain/log-query.ts';

/** Lines that are in no block yet. */
export const logLines = sqliteTable(
  'log_lines',
  {
    serviceId: text('service_id').notNull(),
    /** Counts the lines of the service. */
    seq: integer().notNull(),
    /** Epoch ms. */
    at: integer().notNull(),
    versionId: text('version_id').notNull(),
    instanceId: text('instance_id').notNull(),
    stream: text().$type<LogStream>().notNull(),
    level: text().$type<LogLevel>().notNull(),
    file: text().notNull(),
    dropped: integer().notNull(),
    text: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.serviceId, table.seq] })],
);

export const logBlocks = sqliteTable(
  'log_blocks',
  {
    /** Of the same row of log_words. */
    id: integer().primaryKey(),
    serviceId: text('service_id').notNull(),
    firstSeq: integer('first_seq').notNull(),
    lines: integer().notNull(),
    /** Epoch ms. */
    firstAt: integer('first_at').notNull(),
    lastAt: integer('last_at').notNull(),
    /** On disk, the index counted in. */
    bytes: integer().notNull(),
    data: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [
    // With the bytes, so that they can be added up without the blocks.
    index('log_blocks_time').on(table.serviceId, table.lastAt, table.bytes),
    index('log_blocks_seq').on(table.serviceId, table.firstSeq),
    index('log_blocks_age').on(table.lastAt),
  ],
);

/** Whose lines are in a block. */
export const logBlockSources = sqliteTable(
  'log_block_sources',
  {
    blockId: integer('block_id').notNull(),
    versionId: text('version_id').notNull(),
    instanceId: text('instance_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.blockId, table.versionId, table.instanceId] }),
    index('log_block_sources_instance').on(table.instanceId, table.blockId),
  ],
);

export const logServices = sqliteTable('log_services', {
  serviceId: text('service_id').primaryKey(),
  nextSeq: integer('next_seq').notNull(),
});

/** What has printed, and how far it was read: a reader that begins again goes on there. */
export const logInstances = sqliteTable(
  'log_instances',
  {
    instanceId: text('instance_id').primaryKey(),
    serviceId: text('service_id').notNull(),
    versionId: text('version_id').notNull(),
    firstAt: integer('first_at').notNull(),
    lastAt: integer('last_at').notNull(),
    lines: integer().notNull(),
    /** Of what was printed, stored or dropped: the time of the last line in epoch ms, and how many had that time. */
    readAt: integer('read_at').notNull(),
    readSame: integer('read_same').notNull(),
  },
  (table) => [index('log_instances_service').on(table.serviceId, table.lastAt)],
);

/** How far each collected file was read. */
export const logFiles = sqliteTable(
  'log_files',
  {
    instanceId: text('instance_id').notNull(),
    name: text().notNull(),
    /** Of the file that had the name then. */
    inode: text().notNull(),
    offset: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.instanceId, table.name] })],
);
