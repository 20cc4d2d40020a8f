// 请求日志 of a service, and figures of its requests over a chosen time.
import type { Db, MetricsDb } from '#db/open.ts';
import { readRange } from '#db/stores/range-figures.ts';
import { type LogCursor, type LogFilter, listRequests, sumMissed } from '#db/stores/request-log.ts';
import type { Service } from '#db/stores/services.ts';
import { listVersions } from '#db/stores/versions.ts';
import { DAY, HOUR } from '#server/domain/metric-spans.ts';

const PAGE_SIZE = 100;
const MISSED_MS = 3600_000;

/** Range → seconds. */
const RANGES = { live: 60, hour: HOUR, day: DAY, month: 30 * DAY };
export type RequestView = ReturnType<typeof readRequestPage>['items'][number];
export type RequestFigures = ReturnType<typeof readRequestFigures>['versions'][number];
export type RequestRange = keyof typeof RANGES;

/** One page of the request log, newest first; `next` leads to the one after it, and is null on the last. */
export function readRequestPage(
  { db, metrics }: { db: Db; metrics: MetricsDb },
  service: Service,
  { maxAgeMs, ...filter }: Omit<LogFilter, 'since'> & { maxAgeMs?: number | undefined },
  before: LogCursor | undefined,
  nowMs: number,
) {
  const since = maxAgeMs === undefined ? undefined : nowMs - maxAgeMs;
  const rows = listRequests(metrics, service.id, { ...filter, since }, PAGE_SIZE + 1, before);
  const items = rows.slice(0, PAGE_SIZE).map(({ serviceId, ...row }) => row);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > PAGE_SIZE && last ? { at: last.at, id: last.id } : null,
    pageSize: PAGE_SIZE,
    /** Not logged in the last hour, because they were too many at once. */
    missed: sumMissed(metrics, service.id, nowMs - MISSED_MS),
    /** What can be filtered by, newest first. */
    versions: listVersions(db, service.id).map(({ id, name }) => ({ id, name })),
  };
}

/** Figures of each version over a time that ends now, oldest version first; one without a name is deleted, or none. */
export function readRequestFigures(
  { db, metrics }: { db: Db; metrics: MetricsDb },
  service: Service,
  range: RequestRange,
) {
  const known = new Map(listVersions(db, service.id).map((version) => [version.id, version]));
  const versions = readRange(metrics, service.id, Date.now(), RANGES[range]).map((figures) => {
    const version = known.get(figures.versionId);
    return { ...figures, name: version?.name ?? null, number: version?.number ?? 0 };
  });
  return { range, versions: versions.sort((a, b) => a.number - b.number) };
}
