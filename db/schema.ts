// berth.db: the only bus between console, deployer and gateway. Each table names its one writer.
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type {
  DeploymentKind,
  DeploymentState,
  StepName,
  StepState,
  TrafficStrategy,
} from '#server/domain/deployment.ts';
import type { Failure } from '#server/domain/failures.ts';
import type { InstanceState } from '#server/domain/instance.ts';
import type { Role } from '#server/domain/rights.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import type { ReleaseMode, TrafficPolicy } from '#server/domain/traffic.ts';
import type { VersionState } from '#server/domain/version-state.ts';

// ── people (written by better-auth and by commands) ──────────────────────────────────────────────

export const user = sqliteTable('user', {
  id: text().primaryKey(),
  name: text().notNull(),
  email: text().notNull().unique(),
  emailVerified: integer('email_verified', { mode: 'boolean' }).notNull().default(false),
  image: text(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
});

export const session = sqliteTable(
  'session',
  {
    id: text().primaryKey(),
    token: text().notNull().unique(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [index('session_user').on(table.userId)],
);

export const account = sqliteTable(
  'account',
  {
    id: text().primaryKey(),
    accountId: text('account_id').notNull(),
    providerId: text('provider_id').notNull(),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: integer('access_token_expires_at', { mode: 'timestamp_ms' }),
    refreshTokenExpiresAt: integer('refresh_token_expires_at', { mode: 'timestamp_ms' }),
    scope: text(),
    password: text(),
    createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
    updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (table) => [index('account_user').on(table.userId)],
);

export const verification = sqliteTable('verification', {
  id: text().primaryKey(),
  identifier: text().notNull(),
  value: text().notNull(),
  expiresAt: integer('expires_at', { mode: 'timestamp_ms' }).notNull(),
  createdAt: integer('created_at', { mode: 'timestamp_ms' }).notNull(),
  updatedAt: integer('updated_at', { mode: 'timestamp_ms' }).notNull(),
});

/** Writer: commands. `environmentId` null = the whole installation (所有者). */
export const grants = sqliteTable(
  'grants',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: text('user_id')
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    environmentId: text('environment_id').references(() => environments.id, { onDelete: 'cascade' }),
    role: text().$type<Role>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('grants_user_environment').on(table.userId, table.environmentId),
    uniqueIndex('grants_user_everywhere').on(table.userId).where(sql`environment_id is null`),
  ],
);

// ── what is desired (written by commands) ───────────────────────────────────────────────────────

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

// ── what is observed (written by the deployer) ──────────────────────────────────────────────────

export const serviceStatus = sqliteTable('service_status', {
  serviceId: text('service_id').primaryKey(),
  /** Raised with every change of anything observed of this service: the console's hint to read again. */
  revision: integer().notNull().default(0),
  /** The generation that the routes carry. */
  appliedGeneration: integer('applied_generation').notNull().default(0),
  /** The IP of the 内网地址 inside the service's network, for life; null until its relay runs. */
  internalHost: text('internal_host'),
});

/** What the engine made of a network. */
export const networkStatus = sqliteTable('network_status', {
  networkId: text('network_id').primaryKey(),
  /** `172.20.0.0/16`. */
  subnet: text().notNull(),
});

/** What a snapshot's instances are made from, once it was pulled or built. */
export const snapshotImages = sqliteTable(
  'snapshot_images',
  {
    versionId: text('version_id').notNull(),
    snapshotNumber: integer('snapshot_number').notNull(),
    /** What the runner starts: an image id `sha256:…` on Docker. */
    image: text().notNull(),
    /** What people call it. */
    reference: text().notNull(),
    /** `sha256:…` of the registry; null for samples and for what was built here. */
    digest: text(),
    /** Of 代码库拉取: the whole hash. */
    commit: text('commit_hash'),
    /** Made by us, and so removed by us when nothing uses it. */
    isBuilt: integer('is_built', { mode: 'boolean' }).notNull(),
    sizeBytes: integer('size_bytes').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.versionId, table.snapshotNumber] })],
);

export const versionStatus = sqliteTable(
  'version_status',
  {
    versionId: text('version_id').primaryKey(),
    serviceId: text('service_id').notNull(),
    state: text({ mode: 'json' }).$type<VersionState>().notNull(),
    wantedInstances: integer('wanted_instances').notNull().default(0),
    readyInstances: integer('ready_instances').notNull().default(0),
    /** When it last lost all its traffic; null while it has some or never had any. */
    trafficLostAt: integer('traffic_lost_at'),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('version_status_service').on(table.serviceId)],
);

export const instances = sqliteTable(
  'instances',
  {
    id: text().primaryKey(),
    serviceId: text('service_id').notNull(),
    versionId: text('version_id').notNull(),
    snapshotNumber: integer('snapshot_number').notNull(),
    state: text().$type<InstanceState>().notNull(),
    /** Where the gateway reaches it, once it runs. */
    host: text(),
    port: integer(),
    cpu: real().notNull(),
    memoryGb: real('memory_gb').notNull(),
    createdAt: integer('created_at').notNull(),
    startedAt: integer('started_at'),
    readyAt: integer('ready_at'),
    drainingAt: integer('draining_at'),
    stoppedAt: integer('stopped_at'),
    exitCode: integer('exit_code'),
    /** Requests cut off because the drain deadline came first. */
    cutRequests: integer('cut_requests').notNull().default(0),
  },
  (table) => [
    index('instances_service').on(table.serviceId),
    index('instances_version').on(table.versionId),
    index('instances_state').on(table.state),
  ],
);

export const deploymentSteps = sqliteTable(
  'deployment_steps',
  {
    deploymentId: text('deployment_id').notNull(),
    name: text().$type<StepName>().notNull(),
    state: text().$type<StepState>().notNull(),
    startedAt: integer('started_at'),
    finishedAt: integer('finished_at'),
    detail: text({ mode: 'json' }).$type<{ key: string; params: Record<string, string | number> }>(),
  },
  (table) => [primaryKey({ columns: [table.deploymentId, table.name] })],
);

/** `document` null: the service is gone; the gateway forgets it. `revision` rises over all services. */
export const routes = sqliteTable(
  'routes',
  {
    serviceId: text('service_id').primaryKey(),
    revision: integer().notNull(),
    document: text({ mode: 'json' }).$type<ServiceRoutes>(),
  },
  (table) => [index('routes_revision').on(table.revision)],
);

/** One row, id 1: the machine and its engine as the deployer sees them. */
export const machineStatus = sqliteTable('machine_status', {
  id: integer().primaryKey(),
  runner: text().$type<'docker' | 'embedded'>().notNull(),
  isEngineUp: integer('is_engine_up', { mode: 'boolean' }).notNull(),
  engineVersion: text('engine_version').notNull(),
  /** Cores and GB that may be given to instances in all, and what is given now. */
  cpuTotal: real('cpu_total').notNull(),
  cpuUsed: real('cpu_used').notNull(),
  memoryTotalGb: real('memory_total_gb').notNull(),
  memoryUsedGb: real('memory_used_gb').notNull(),
  /** Largest single instance: the machine's own cores. */
  cpuMax: real('cpu_max').notNull(),
  /** Image references present on the engine, samples included. */
  images: text({ mode: 'json' }).$type<{ reference: string; id: string; sizeBytes: number }[]>().notNull(),
  /** How often the regular re-reading found something that no hint had told. Should stay 0. */
  resyncCorrections: integer('resync_corrections').notNull().default(0),
  updatedAt: integer('updated_at').notNull(),
});

// ── written by the gateway ──────────────────────────────────────────────────────────────────────

/** One row a worker. Written when it serves a new revision, and while something drains. */
export const gatewayWorkers = sqliteTable('gateway_workers', {
  id: text().primaryKey(),
  pid: integer().notNull(),
  startedAt: integer('started_at').notNull(),
  servedRevision: integer('served_revision').notNull(),
  /** Draining instance → requests still in flight there. Absent = none. */
  inFlight: text('in_flight', { mode: 'json' }).$type<Record<string, number>>().notNull(),
});

// ── append-only, written by all ─────────────────────────────────────────────────────────────────

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
