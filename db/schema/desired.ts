// What is desired, in berth.db: the only bus between console, deployer and gateway. Written by commands.
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { DeploymentKind, DeploymentState, TrafficStrategy } from '#server/domain/deployment.ts';
import type { Failure } from '#server/domain/failures.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import type { ReleaseMode, TrafficPolicy } from '#server/domain/traffic.ts';

export const environments = sqliteTable('environments', {
  id: text().primaryKey(),
  alias: text().notNull().unique(),
  region: text().$type<Region>().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});

export type Region = 'sh' | 'gz' | 'bj';

/** 私有网络: services of one network reach each other, those of different networks do not (S3-7, S3-51). */
export const networks = sqliteTable(
  'networks',
  {
    id: text().primaryKey(),
    environmentId: text('environment_id')
      .notNull()
      .references(() => environments.id),
    name: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('networks_environment_name').on(table.environmentId, table.name)],
);

/** Append-only. `sealed` is opened by the deployer alone; nothing ever sends it to a browser. */
export const secrets = sqliteTable('secrets', {
  id: text().primaryKey(),
  environmentId: text('environment_id')
    .notNull()
    .references(() => environments.id),
  sealed: text().notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
});

/** 私有镜像密钥: how an environment signs in to an image registry. */
export const registryCredentials = sqliteTable('registry_credentials', {
  id: text().primaryKey(),
  environmentId: text('environment_id')
    .notNull()
    .references(() => environments.id),
  /** Host, with port where it has one: `registry.example.com:5000`. */
  registry: text().notNull(),
  username: text().notNull(),
  secretId: text('secret_id')
    .notNull()
    .references(() => secrets.id),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  deletedAt: integer('deleted_at'),
});

/** 本地代码: what was uploaded; its files are in `<dataDir>/packages/<id>/`. */
export const packages = sqliteTable('packages', {
  id: text().primaryKey(),
  serviceId: text('service_id').notNull(),
  /** As the person's machine calls the folder or the zip. */
  fileName: text('file_name').notNull(),
  kind: text().$type<'folder' | 'zip'>().notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  fileCount: integer('file_count').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
});

export const services = sqliteTable(
  'services',
  {
    id: text().primaryKey(),
    environmentId: text('environment_id')
      .notNull()
      .references(() => environments.id),
    networkId: text('network_id').notNull().default(''),
    name: text().notNull(),
    remark: text().notNull().default(''),
    /** Label of the default domain, for life (S0-14). */
    host: text().notNull().unique(),
    releaseMode: text('release_mode').$type<ReleaseMode>().notNull().default('standard'),
    isPaused: integer('is_paused', { mode: 'boolean' }).notNull().default(false),
    /** Raised by every command that changes what the deployer has to make so. */
    generation: integer().notNull().default(1),
    /** Number of the newest version ever made; never goes back (S3-58). */
    lastVersionNumber: integer('last_version_number').notNull().default(0),
    /** 会话保持: a visitor stays with the version that answered first. */
    keepsVisitors: integer('keeps_visitors', { mode: 'boolean' }).notNull().default(false),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** Set: the service is gone for people; the deployer clears it away. */
    deletedAt: integer('deleted_at'),
  },
  (table) => [
    uniqueIndex('services_environment_name')
      .on(table.environmentId, table.name)
      .where(sql`deleted_at is null`),
  ],
);

/** Services whose request log keeps the values of queries; without a row they are left out. */
export const loggedQueries = sqliteTable('logged_queries', {
  serviceId: text('service_id').primaryKey(),
  since: integer().notNull(),
});

/** How long the lines of a service are kept; without a row as long as domain/log-query.ts says. */
export const logRetentions = sqliteTable('log_retentions', {
  serviceId: text('service_id').primaryKey(),
  days: integer().notNull(),
  megabytes: integer().notNull(),
});

/** Every label ever given out. Rows are never removed: a default domain is not reused (product.md 4). */
export const hostLabels = sqliteTable('host_labels', {
  label: text().primaryKey(),
  serviceId: text('service_id').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const versions = sqliteTable(
  'versions',
  {
    id: text().primaryKey(),
    serviceId: text('service_id')
      .notNull()
      .references(() => services.id),
    number: integer().notNull(),
    name: text().notNull(),
    remark: text().notNull().default(''),
    /** The snapshot that serves; while an update runs its instances are made from the deployment's. */
    snapshotNumber: integer('snapshot_number').notNull(),
    /** When it first came live; null until then. What came live once may be given traffic. */
    succeededAt: integer('succeeded_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    deletedAt: integer('deleted_at'),
  },
  (table) => [uniqueIndex('versions_service_number').on(table.serviceId, table.number)],
);

/** Append-only. */
export const snapshots = sqliteTable(
  'snapshots',
  {
    versionId: text('version_id')
      .notNull()
      .references(() => versions.id),
    number: integer().notNull(),
    spec: text({ mode: 'json' }).$type<VersionSpec>().notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.number] })],
);

export const trafficPolicies = sqliteTable('traffic_policies', {
  serviceId: text('service_id')
    .primaryKey()
    .references(() => services.id),
  policy: text({ mode: 'json' }).$type<TrafficPolicy>().notNull(),
  updatedAt: integer('updated_at').notNull(),
  updatedBy: text('updated_by').notNull(),
});

/** Writer: commands; the deployer ends a deployment through the commands finish- and fail-deployment. */
export const deployments = sqliteTable(
  'deployments',
  {
    id: text().primaryKey(),
    serviceId: text('service_id')
      .notNull()
      .references(() => services.id),
    versionId: text('version_id')
      .notNull()
      .references(() => versions.id),
    kind: text().$type<DeploymentKind>().notNull().default('new-version'),
    snapshotNumber: integer('snapshot_number').notNull(),
    /** What served before an update; null for a new version. */
    fromSnapshotNumber: integer('from_snapshot_number'),
    trafficStrategy: text('traffic_strategy').$type<TrafficStrategy>().notNull(),
    state: text().$type<DeploymentState>().notNull().default('running'),
    createdBy: text('created_by').notNull(),
    createdAt: integer('created_at').notNull(),
    finishedAt: integer('finished_at'),
    failure: text({ mode: 'json' }).$type<Failure>(),
    /** Requests of the service while the deployment ran, and those that failed; set when it ends. */
    requests: integer(),
    failedRequests: integer('failed_requests'),
  },
  (table) => [
    index('deployments_service').on(table.serviceId, table.createdAt),
    index('deployments_version').on(table.versionId, table.createdAt),
    index('deployments_running').on(table.serviceId).where(sql`state = 'running'`),
  ],
);

/** What the gateway shows visitors that come by TLS; chosen by the name they ask for (SNI). */
export const certificates = sqliteTable('certificates', {
  id: text().primaryKey(),
  /** DNS names it is for, lower case, which may begin with `*.`, and addresses. */
  names: text({ mode: 'json' }).$type<string[]>().notNull(),
  /** PEM, the leaf first. */
  chain: text().notNull(),
  /** PEM of the private key, sealed; opened by the gateway alone. */
  sealedKey: text('sealed_key').notNull(),
  notBefore: integer('not_before').notNull(),
  notAfter: integer('not_after').notNull(),
  createdAt: integer('created_at').notNull(),
  createdBy: text('created_by').notNull(),
});
