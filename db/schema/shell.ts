// The webshell, in berth.db: tickets are written by the console, taken and answered for by the deployer.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** A ticket opens one shell, once, within seconds. */
export const shellTickets = sqliteTable('shell_tickets', {
  /** SHA-256 of the ticket. */
  hash: text().primaryKey(),
  instanceId: text('instance_id').notNull(),
  personId: text('person_id').notNull(),
  /** The session or token that asked for it: it ends with it. */
  credentialId: text('credential_id').notNull(),
  /** Where the person's browser is, for the audit. */
  address: text().notNull().default(''),
  requestId: text('request_id').notNull().default(''),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
});

export const shellSessions = sqliteTable(
  'shell_sessions',
  {
    id: text().primaryKey(),
    instanceId: text('instance_id').notNull(),
    versionId: text('version_id').notNull(),
    serviceId: text('service_id').notNull(),
    personId: text('person_id').notNull(),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
    /** Why it ended: ShellEnd of domain/shell.ts. */
    endReason: text('end_reason'),
  },
  (table) => [index('shell_sessions_service').on(table.serviceId, table.startedAt)],
);
