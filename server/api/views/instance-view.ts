// 实例 of a version as its page shows them: the rows, and what each used and answered in the last minutes.
import type { Db, MetricsDb } from '#db/open.ts';
import { readColdStartFigures } from '#db/stores/cold-starts.ts';
import { countInstances, pageInstances } from '#db/stores/instance-list.ts';
import { type InstanceMinute, readInstanceRequests } from '#db/stores/instance-requests.ts';
import { type InstanceRow, listInstancesOfVersion } from '#db/stores/instances.ts';
import { recentUsages, type Usage } from '#db/stores/recent-usages.ts';
import { endingOf } from '#server/domain/instance-ending.ts';
import { type InstanceGroup, statesOf } from '#server/domain/instance-group.ts';
import { restartCounts } from '#server/domain/restart-count.ts';
import type { Times } from '#server/domain/times.ts';

export type InstanceView = ReturnType<typeof toView>;
export type InstancesView = ReturnType<typeof readInstances>;

/** From the request that woke the version to the first byte of its answer. */
export type ColdStartFigures = { count: number; medianMs: number; p95Ms: number };

export type InstancePage = {
  group?: InstanceGroup | undefined;
  filter: string;
  page: number;
  pageSize: number;
};

/** What requests and the trend of the CPU are told of. */
const RECENT_S = 5 * 60;
/** Older cold starts say little of what the next one will take. */
const COLD_STARTS_MS = 30 * 24 * 3600_000;
/** Points of the trend. */
const TREND_POINTS = 30;
const TREND_STEP_S = RECENT_S / TREND_POINTS;
/** A version that crashes for days has more; those before them count as no restart. */
const INSTANCES_COUNTED = 500;

type Reader = { db: Db; metrics: MetricsDb; settings: { times: Pick<Times, 'statsPeriodMs'> } };

export function readInstances(
  { db, metrics, settings }: Reader,
  version: { id: string; serviceId: string },
  { group, filter, page, pageSize }: InstancePage,
) {
  const choice = { versionId: version.id, states: group && statesOf(group), filter };
  const rows = pageInstances(db, choice, { limit: pageSize, offset: (page - 1) * pageSize });
  const restarts = restartCounts(listInstancesOfVersion(db, version.id, INSTANCES_COUNTED));
  const now = Math.floor(Date.now() / 1000);
  const usages = recentUsages(
    metrics,
    { serviceId: version.serviceId, versionId: version.id },
    now - RECENT_S,
  );
  const minutes = readInstanceRequests(metrics, version.serviceId, version.id, now - RECENT_S);
  const answers = Map.groupBy(minutes, ({ instanceId }) => instanceId);
  const freshSince = now - 3 * Math.ceil(settings.times.statsPeriodMs / 1000);
  return {
    items: rows.map((row) =>
      toView(row, {
        restarts: restarts.get(row.id) ?? 0,
        usage: usageOf(usages.get(row.id) ?? [], freshSince, now),
        answers: answersOf(answers.get(row.id) ?? []),
      }),
    ),
    total: countInstances(db, choice),
    pageSize,
    coldStarts: coldStartsOf({ db, metrics }, version.id),
  };
}

function coldStartsOf(
  { db, metrics }: Pick<Reader, 'db' | 'metrics'>,
  versionId: string,
): ColdStartFigures | null {
  const figures = readColdStartFigures(db, metrics, versionId, Date.now() - COLD_STARTS_MS);
  if (!figures) return null;
  return { count: figures.count, medianMs: figures.totalMs.median, p95Ms: figures.totalMs.p95 };
}

type Figures = {
  restarts: number;
  usage: ReturnType<typeof usageOf>;
  answers: ReturnType<typeof answersOf>;
};

function toView(row: InstanceRow, figures: Figures) {
  const { id, state, snapshotNumber, cpu, memoryGb, createdAt, startedAt, readyAt, stoppedAt, exitCode } =
    row;
  return {
    id,
    state,
    snapshotNumber,
    /** Its limits. */
    cpu,
    memoryGb,
    createdAt,
    startedAt,
    readyAt,
    stoppedAt,
    exitCode,
    ending: endingOf(row),
    cutRequests: row.cutRequests,
    ...figures,
  };
}

/** The newest sample, and the CPU over the last minutes in cores; null where the newest is too old to be true. */
function usageOf(samples: readonly Usage[], freshSince: number, now: number) {
  const last = samples.at(-1);
  if (!last || last.at < freshSince) return null;
  return {
    cpuCores: last.cpuCores,
    memoryBytes: last.memoryBytes,
    cpuTrend: trendOf(samples, now - RECENT_S),
  };
}

/** Null where it answered nothing. */
function answersOf(minutes: readonly InstanceMinute[]) {
  if (minutes.length === 0) return null;
  return {
    requests: minutes.reduce((sum, { requests }) => sum + requests, 0),
    errors: minutes.reduce((sum, { errors }) => sum + errors, 0),
    peakInFlight: Math.max(...minutes.map(({ peakInFlight }) => peakInFlight)),
  };
}

/** Averages of equal spans, oldest first; null where nothing was measured. */
function trendOf(samples: readonly Usage[], since: number): (number | null)[] {
  const spans = Map.groupBy(samples, ({ at }) =>
    Math.min(TREND_POINTS - 1, Math.floor((at - since) / TREND_STEP_S)),
  );
  return Array.from({ length: TREND_POINTS }, (_, index) => average(spans.get(index) ?? []));
}

function average(samples: readonly Usage[]): number | null {
  if (samples.length === 0) return null;
  return samples.reduce((sum, { cpuCores }) => sum + cpuCores, 0) / samples.length;
}
