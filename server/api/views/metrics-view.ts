// 监控 of a service: lines of figures by service, version or instance, and what changed meanwhile.
import type { Db, MetricsDb } from '#db/open.ts';
import { listGatewayRuns } from '#db/stores/gateway-runs.ts';
import { firstLifetimeAt, listChartVersions, listLifetimes } from '#db/stores/metric-marks.ts';
import { listCounts, listInstanceCounts, listUsages, listWakings } from '#db/stores/metric-series.ts';
import type { Service } from '#db/stores/services.ts';
import { type MetricMark, readMarks } from '#server/api/views/metric-marks.ts';
import {
  figuresOfLine,
  type LineFigures,
  type LineKnown,
  type LineRows,
} from '#server/domain/metric-lines.ts';
import { type AskedRange, type Sampling, samplingOf } from '#server/domain/metric-sampling.ts';
import { MINUTES_KEPT } from '#server/domain/metric-spans.ts';
import { coveredSeconds, type Lifetime, type Stretch } from '#server/domain/running-time.ts';
import { type TrafficPolicy, versionsWithTraffic } from '#server/domain/traffic.ts';

export const METRIC_SPLITS = ['service', 'version', 'instance'] as const;
export type MetricSplit = (typeof METRIC_SPLITS)[number];

export type MetricsQuery = {
  range: AskedRange;
  split: MetricSplit;
  /** Only of this version. */
  versionId?: string | undefined;
  /** Seconds east of UTC, for points of a day. */
  zoneOffset: number;
};

export type MetricLine = {
  /** Of the service empty; of requests that no version answered `-`. */
  id: string;
  versionId: string | null;
  instanceId: string | null;
  figures: LineFigures;
};

/** More would not be told apart. */
const MOST_LINES = 10;

/** `omitted` lines are older than those that are told. */
export function readMetricsView(
  { db, metrics }: { db: Db; metrics: MetricsDb },
  service: Service,
  query: MetricsQuery,
  nowMs: number,
) {
  const now = Math.floor(nowMs / 1000);
  const sampling = samplingOf(query.range, now, query.zoneOffset);
  const versions = listChartVersions(db, service.id);
  const rows = readRows(db, metrics, service.id, versions, sampling, query);
  const keys = keysOf(query.split, rows, versions);
  const told = keys.slice(0, MOST_LINES).reverse();
  const known = {
    covered: coveredSeconds(sampling, runsOf(metrics, sampling)),
    runningFrom: secondsOf(firstLifetimeAt(db, service.id)),
  };
  const lines = told.map((key): MetricLine => {
    const line = rowsOf(rows, query.split, key);
    const existed = existenceOf(query.split, key, line, { service, versions, now });
    return { ...key, figures: figuresOfLine(sampling, line, { ...known, existed } satisfies LineKnown) };
  });
  const changes = readMarks(db, service.id, sampling);
  const named = namedIn(rows, changes.marks, changes.initial);
  return {
    sampling,
    split: query.split,
    lines,
    omitted: keys.length - told.length,
    ...changes,
    /** What lines, marks and traffic name, oldest first. */
    versions: versions
      .filter(({ id }) => named.has(id))
      .map(({ id, name, number, deletedAt }) => ({ id, name, number, isDeleted: deletedAt !== null })),
  };
}

type Owned = { versionId: string; instanceId: string };
type ChartVersion = ReturnType<typeof listChartVersions>[number];
type Rows = { [Name in keyof LineRows]: (LineRows[Name][number] & Owned)[] };

/** A heartbeat a second tells of the second that follows it. */
function runsOf(metrics: MetricsDb, { from, to }: Sampling): Stretch[] {
  return listGatewayRuns(metrics, from, to).map((run) => ({ from: run.from, to: run.to + 1 }));
}

function readRows(
  db: Db,
  metrics: MetricsDb,
  serviceId: string,
  versions: readonly ChartVersion[],
  sampling: Sampling,
  { split, versionId }: MetricsQuery,
): Rows {
  const isAsked = (row: Owned) => versionId === undefined || row.versionId === versionId;
  const ids = versions.map(({ id }) => id);
  return {
    counts: (split === 'instance'
      ? listInstanceCounts(metrics, serviceId, sampling)
      : listCounts(metrics, serviceId, sampling).map((row) => ({ ...row, instanceId: '' }))
    ).filter(isAsked),
    usages: listUsages(metrics, serviceId, sampling).filter(isAsked),
    lifetimes: readLifetimes(db, serviceId, sampling).filter(isAsked),
    wakings: listWakings(metrics, ids, sampling).filter(isAsked),
  };
}

function readLifetimes(db: Db, serviceId: string, { from, to }: Sampling): (Lifetime & Owned)[] {
  return listLifetimes(db, serviceId, from * 1000, to * 1000).map(({ startedAt, endedAt, ...row }) => ({
    ...row,
    from: startedAt / 1000,
    to: endedAt === null ? to : endedAt / 1000,
  }));
}

type LineKey = Pick<MetricLine, 'id' | 'versionId' | 'instanceId'>;

/** What has anything to be told, newest first. */
function keysOf(split: MetricSplit, rows: Rows, versions: readonly ChartVersion[]): LineKey[] {
  if (split === 'service') return [{ id: '', versionId: null, instanceId: null }];
  const all: readonly Owned[] = [...rows.lifetimes, ...rows.counts, ...rows.usages, ...rows.wakings];
  if (split === 'instance') return instanceKeys(all);
  const seen = new Set(all.map(({ versionId }) => versionId));
  const keys = versions.filter(({ id }) => seen.has(id)).map(({ id }) => ({ id, versionId: id }));
  const none = seen.has('') ? [{ id: '-', versionId: '' }] : [];
  return [...none, ...keys].reverse().map((key) => ({ ...key, instanceId: null }));
}

/** Lifetimes come first, oldest first. */
function instanceKeys(rows: readonly Owned[]): LineKey[] {
  const byId = new Map(
    rows.filter(({ instanceId }) => instanceId !== '').map((row) => [row.instanceId, row]),
  );
  return [...byId.values()]
    .map(({ versionId, instanceId }) => ({ id: instanceId, versionId, instanceId }))
    .reverse();
}

function rowsOf(rows: Rows, split: MetricSplit, key: LineKey): LineRows {
  const isOf = (row: Owned) =>
    split === 'service' ||
    (split === 'version' ? row.versionId === key.versionId : row.instanceId === key.instanceId);
  return {
    counts: rows.counts.filter(isOf),
    usages: rows.usages.filter(isOf),
    lifetimes: rows.lifetimes.filter(isOf),
    wakings: rows.wakings.filter(isOf),
  };
}

type Whole = { service: Service; versions: readonly ChartVersion[]; now: number };

function existenceOf(split: MetricSplit, key: LineKey, rows: LineRows, whole: Whole): Stretch {
  const always = { from: whole.service.createdAt / 1000, to: Number.POSITIVE_INFINITY };
  if (split === 'instance') {
    const [life] = rows.lifetimes;
    if (!life) return { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    return { from: Math.max(life.from, whole.now - MINUTES_KEPT), to: life.to };
  }
  const version = whole.versions.find(({ id }) => id === key.versionId);
  if (!version) return always;
  return { from: version.createdAt / 1000, to: secondsOf(version.deletedAt) ?? always.to };
}

function namedIn(
  rows: Rows,
  marks: readonly MetricMark[],
  initial: TrafficPolicy | null,
): Set<string | null> {
  const policies = [initial, ...marks.flatMap(({ before, after }) => [before, after])];
  return new Set([
    ...[rows.counts, rows.usages, rows.lifetimes, rows.wakings].flatMap((list) =>
      (list as readonly Owned[]).map(({ versionId }) => versionId),
    ),
    ...marks.map(({ versionId }) => versionId),
    ...policies.flatMap((policy) => (policy === null ? [] : versionsWithTraffic(policy))),
  ]);
}

function secondsOf(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}
