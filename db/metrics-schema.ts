// metrics.db: counts, logged requests and heartbeats, in a file of their own so that they wake nobody. Writer: the
// gateway, several workers at once, where a table does not name the deployer.
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Counts by bucket index of domain/latency.ts: { "12": 3, … }. */
const histogram = (name: string) => text(name, { mode: 'json' }).$type<Record<string, number>>().notNull();

/** What is counted of a version's requests in a second, a minute or an hour. */
const counts = () => ({
  serviceId: text('service_id').notNull(),
  /** Empty where the service answered before a version was chosen. */
  versionId: text('version_id').notNull(),
  /** Start of the span, epoch seconds. */
  at: integer().notNull(),
  requests: integer().notNull(),
  /** Answers of 5xx and answers that broke off, ours and the version's. */
  errors: integer().notNull(),
  /** By class of domain/status-class.ts; they add up to `requests`. */
  left: integer().notNull().default(0),
  status1xx: integer('status_1xx').notNull().default(0),
  status2xx: integer('status_2xx').notNull().default(0),
  status3xx: integer('status_3xx').notNull().default(0),
  status4xx: integer('status_4xx').notNull().default(0),
  status5xx: integer('status_5xx').notNull().default(0),
  broken: integer().notNull().default(0),
  bytesIn: integer('bytes_in').notNull().default(0),
  bytesOut: integer('bytes_out').notNull().default(0),
  /** Most requests in flight at one time; of several workers the sum of theirs. */
  peakInFlight: integer('peak_in_flight').notNull().default(0),
  latency: histogram('latency'),
  /** How long requests waited for a version that was at zero. */
  coldStarts: histogram('cold_starts').default({}),
});

/** Requests of one version in one second, by worker. */
export const requestBuckets = sqliteTable(
  'request_buckets',
  { workerId: text('worker_id').notNull(), ...counts() },
  (table) => [
    primaryKey({ columns: [table.serviceId, table.versionId, table.at, table.workerId] }),
    index('request_buckets_at').on(table.at),
  ],
);

/** Sums of request_buckets over minutes, all workers. */
export const requestMinutes = sqliteTable('request_minutes', counts(), (table) => [
  primaryKey({ columns: [table.serviceId, table.versionId, table.at] }),
  index('request_minutes_at').on(table.at),
]);

/** Sums of request_minutes over hours. */
export const requestHours = sqliteTable('request_hours', counts(), (table) => [
  primaryKey({ columns: [table.serviceId, table.versionId, table.at] }),
  index('request_hours_at').on(table.at),
]);

export type RollUpName = 'minutes' | 'hours' | 'instance-minutes' | 'instance-hours';

/** How far the sums have been made; one row for each. */
export const rollUps = sqliteTable('roll_ups', {
  name: text().$type<RollUpName>().primaryKey(),
  /** Everything before this was summed, epoch seconds. */
  before: integer().notNull(),
});

/** The last requests of each service (domain/request-log.ts). Query values are left out unless switched on. */
export const requestLog = sqliteTable(
  'request_log',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    serviceId: text('service_id').notNull(),
    /** When the request was over, epoch ms. */
    at: integer().notNull(),
    method: text().notNull(),
    host: text().notNull(),
    path: text().notNull(),
    /** 0: the visitor left before an answer; -1: the answer broke off. */
    status: integer().notNull(),
    ms: real().notNull(),
    bytesIn: integer('bytes_in').notNull(),
    bytesOut: integer('bytes_out').notNull(),
    versionId: text('version_id').notNull(),
    versionName: text('version_name').notNull(),
    instanceId: text('instance_id').notNull(),
    /** What chose the version: '', 'percent', 'sticky', 'rule:<n>', 'default' or 'test'. */
    rule: text().notNull(),
    requestId: text('request_id').notNull(),
  },
  (table) => [
    index('request_log_service').on(table.serviceId, table.at, table.id),
    index('request_log_at').on(table.at),
  ],
);

/** Requests that were not logged because there were too many at once, by minute. */
export const requestLogMissed = sqliteTable(
  'request_log_missed',
  {
    serviceId: text('service_id').notNull(),
    /** Start of the minute, epoch seconds. */
    at: integer().notNull(),
    missed: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.serviceId, table.at] })],
);

/** A live worker writes its row every second. */
export const workerHeartbeats = sqliteTable('worker_heartbeats', {
  workerId: text('worker_id').primaryKey(),
  pid: integer().notNull(),
  at: integer().notNull(),
});

/**
 * When the gateway counted: outside of these spans no request means that nobody was there to count. The running span
 * of a worker grows with its heartbeat.
 */
export const gatewayRuns = sqliteTable(
  'gateway_runs',
  {
    workerId: text('worker_id').notNull(),
    /** Epoch seconds. */
    startedAt: integer('started_at').notNull(),
    lastAt: integer('last_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workerId, table.startedAt] }),
    index('gateway_runs_last').on(table.lastAt),
  ],
);

/** What an instance used; averages between two looks of the deployer. Writer: the deployer. */
export const instanceSamples = sqliteTable(
  'instance_samples',
  {
    serviceId: text('service_id').notNull(),
    versionId: text('version_id').notNull(),
    instanceId: text('instance_id').notNull(),
    /** Epoch seconds. */
    at: integer().notNull(),
    cpuCores: real('cpu_cores').notNull(),
    memoryBytes: integer('memory_bytes').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.serviceId, table.versionId, table.at, table.instanceId] }),
    index('instance_samples_at').on(table.at),
  ],
);

/** What instance_samples say of a minute or an hour, of one instance. */
const usages = () => ({
  serviceId: text('service_id').notNull(),
  versionId: text('version_id').notNull(),
  instanceId: text('instance_id').notNull(),
  /** Start of the span, epoch seconds. */
  at: integer().notNull(),
  /** Looks that were taken: the weight of the averages. */
  samples: integer().notNull(),
  cpuCores: real('cpu_cores').notNull(),
  cpuCoresMax: real('cpu_cores_max').notNull(),
  memoryBytes: integer('memory_bytes').notNull(),
  memoryBytesMax: integer('memory_bytes_max').notNull(),
});

export const instanceMinutes = sqliteTable('instance_minutes', usages(), (table) => [
  primaryKey({ columns: [table.serviceId, table.versionId, table.at, table.instanceId] }),
  index('instance_minutes_at').on(table.at),
]);

export const instanceHours = sqliteTable('instance_hours', usages(), (table) => [
  primaryKey({ columns: [table.serviceId, table.versionId, table.at, table.instanceId] }),
  index('instance_hours_at').on(table.at),
]);

/** Requests by instance and minute, by worker. Writer: the gateway, which adds to the running minute. */
export const instanceRequests = sqliteTable(
  'instance_requests',
  {
    workerId: text('worker_id').notNull(),
    serviceId: text('service_id').notNull(),
    versionId: text('version_id').notNull(),
    instanceId: text('instance_id').notNull(),
    /** Start of the minute, epoch seconds. */
    at: integer().notNull(),
    requests: integer().notNull(),
    /** As of `request_buckets`. */
    errors: integer().notNull(),
    /** Most requests in flight at one time. */
    peakInFlight: integer('peak_in_flight').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.instanceId, table.at, table.workerId] }),
    index('instance_requests_service').on(table.serviceId, table.versionId, table.at),
    index('instance_requests_at').on(table.at),
  ],
);

/** One row for each time that a request woke a version. Writer: the gateway. Epoch ms. */
export const coldStarts = sqliteTable(
  'cold_starts',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    serviceId: text('service_id').notNull(),
    versionId: text('version_id').notNull(),
    instanceId: text('instance_id').notNull(),
    /** The first request that waited. */
    arrivedAt: integer('arrived_at').notNull(),
    /** The first byte of its answer. */
    answeredAt: integer('answered_at').notNull(),
    /** Requests that waited in all. */
    waited: integer().notNull(),
  },
  (table) => [
    index('cold_starts_version').on(table.versionId, table.arrivedAt),
    index('cold_starts_at').on(table.arrivedAt),
  ],
);
