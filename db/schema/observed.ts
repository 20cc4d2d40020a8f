// What is observed, in berth.db. Written by the deployer.
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { StepName, StepState } from '#server/domain/deployment.ts';
import type { InstanceState } from '#server/domain/instance.ts';
import type { ServiceRoutes } from '#server/domain/routes.ts';
import type { ScalingNote } from '#server/domain/scaling-note.ts';
import type { StopReason } from '#server/domain/stop-reason.ts';
import type { VersionState } from '#server/domain/version-state.ts';

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
    /** Why it has as many as it has, and what the machine could not give; null where nothing is to be said. */
    scaling: text({ mode: 'json' }).$type<ScalingNote>(),
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
    /** The engine ended it for using more memory than it may. */
    isOutOfMemory: integer('is_out_of_memory', { mode: 'boolean' }).notNull().default(false),
    /** Requests cut off because the drain deadline came first. */
    cutRequests: integer('cut_requests').notNull().default(0),
    /** Why it was sent away; null while it is not, and where it ended by itself. */
    stopReason: text('stop_reason').$type<StopReason>(),
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
