// How people come in, and what they ask for: in berth.db, written by commands.
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { environments } from '#db/schema/desired.ts';
import { user } from '#db/schema/people.ts';
import type { ApplicationState, LinkKind } from '#server/domain/access.ts';
import type { Grant, Right, Role } from '#server/domain/rights.ts';

/** Links that work once: an invitation, or a new password set by an owner's leave. Only their hash is kept. */
export const oneTimeLinks = sqliteTable('one_time_links', {
  id: text().primaryKey(),
  kind: text().$type<LinkKind>().notNull(),
  /** SHA-256 of the link's secret, hex. */
  secretHash: text('secret_hash').notNull().unique(),
  /** Whom an invitation is for; null: whoever holds the link says it. */
  email: text(),
  /** Whose password is set anew. */
  userId: text('user_id').references(() => user.id, { onDelete: 'cascade' }),
  /** Whether the second factor goes with the old password. */
  endsSecondFactor: integer('ends_second_factor', { mode: 'boolean' }).notNull().default(false),
  /** What an invitation gives. */
  grants: text({ mode: 'json' }).$type<Grant[]>().notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at').notNull(),
  usedAt: integer('used_at'),
  usedBy: text('used_by'),
  revokedAt: integer('revoked_at'),
});

/** 申请开通 (console-spec S1-2). */
export const applications = sqliteTable(
  'applications',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    reason: text().notNull(),
    state: text().$type<ApplicationState>().notNull().default('open'),
    createdAt: integer('created_at').notNull(),
    decidedAt: integer('decided_at'),
    decidedBy: text('decided_by'),
    /** What the owner wrote with the decision. */
    note: text(),
  },
  (table) => [index('applications_user').on(table.userId), index('applications_state').on(table.state)],
);

export const apiTokens = sqliteTable(
  'api_tokens',
  {
    id: text().primaryKey(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    /** Its first characters, to tell it by. */
    prefix: text().notNull(),
    /** SHA-256 of the whole token, hex. */
    secretHash: text('secret_hash').notNull().unique(),
    rights: text({ mode: 'json' }).$type<Right[]>().notNull(),
    /** Null: every environment that its person has. */
    environmentIds: text('environment_ids', { mode: 'json' }).$type<string[]>(),
    createdAt: integer('created_at').notNull(),
    /** Null: never. */
    expiresAt: integer('expires_at'),
    lastUsedAt: integer('last_used_at'),
    lastUsedFrom: text('last_used_from'),
    revokedAt: integer('revoked_at'),
  },
  (table) => [index('api_tokens_user').on(table.userId)],
);

/** Failed sign-ins by account and by address, so that guessing gets slower. */
export const signInFailures = sqliteTable('sign_in_failures', {
  /** `account:<hash of what was typed>`, as people type passwords there too, or `address:<address>`. */
  key: text().primaryKey(),
  count: integer().notNull(),
  lastAt: integer('last_at').notNull(),
  lockedUntil: integer('locked_until').notNull(),
});

/** Settings of the installation that owners change in the console; a name of server/domain/access.ts each. */
export const installationSettings = sqliteTable('installation_settings', {
  name: text().primaryKey(),
  value: text({ mode: 'json' }).$type<unknown>().notNull(),
  updatedAt: integer('updated_at').notNull(),
  updatedBy: text('updated_by').notNull(),
});

/** Groups of the identity provider that a person was in at the last sign-in, and what they give. */
export const groupGrants = sqliteTable(
  'group_grants',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    environmentId: text('environment_id').references(() => environments.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    group: text().notNull(),
    /** Epoch ms. Nobody keeps these rights for long who does not sign in by the provider any more. */
    expiresAt: integer('expires_at').notNull().default(0),
  },
  (table) => [index('group_grants_user').on(table.userId)],
);
