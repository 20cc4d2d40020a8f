// 实例 of a version as its page shows them: the rows, and what each used and answered in the last minutes.
import type { Db, MetricsDb } from '#db/open.ts';
import { recentAnswers, recentUsages, type Usage } from '#db/stores/instance-figures.ts';
import { countInstances, pageInstances } from '#db/stores/instance-list.ts';
import { type InstanceRow, listInstancesOfVersion } from '#db/stores/instances.ts';
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
  const answers = recentAnswers(metrics, idsOf(rows), now - RECENT_S);
  const freshSince = now - 3 * Math.ceil(settings.times.statsPeriodMs / 1000);
  return {
    items: rows.map((row) =>
      toView(row, {
        restarts: restarts.get(row.id) ?? 0,
        usage: usageOf(usages.get(row.id) ?? [], freshSince, now),
        answers: answers.get(row.id) ?? null,
      }),
    ),
    total: countInstances(db, choice),
    pageSize,
    coldStarts: null as ColdStartFigures | null,
  };
}

function idsOf(rows: readonly InstanceRow[]): string[] {
  return rows.map(({ id }) => id);
}

type Figures = {
  restarts: number;
  usage: ReturnType<typeof usageOf>;
  answers: { requests: number; errors: number; peakInFlight: number } | null;
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
