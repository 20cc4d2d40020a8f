// 请求日志 of a service, and figures of its requests over a chosen time.
import type { Db, MetricsDb } from '#db/open.ts';
import { keepsQueries } from '#db/stores/logged-queries.ts';
import { readRange } from '#db/stores/range-figures.ts';
import { type LogCursor, type LogFilter, listRequests, sumMissed } from '#db/stores/request-log.ts';
import type { Service } from '#db/stores/services.ts';
import { DAY, HOUR } from '#server/domain/metric-spans.ts';

const PAGE_SIZE = 100;
const MISSED_MS = 3600_000;

/** Range → seconds. */
const RANGES = { live: 60, hour: HOUR, day: DAY, month: 30 * DAY };
export type RequestRange = keyof typeof RANGES;

/** One page of the request log, newest first; `next` leads to the one after it, and is null on the last. */
export function readRequestPage(
  { db, metrics }: { db: Db; metrics: MetricsDb },
  service: Service,
  filter: LogFilter,
  before: LogCursor | undefined,
) {
  const rows = listRequests(metrics, service.id, filter, PAGE_SIZE + 1, before);
  const items = rows.slice(0, PAGE_SIZE).map(({ serviceId, ...row }) => row);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > PAGE_SIZE && last ? { at: last.at, id: last.id } : null,
    pageSize: PAGE_SIZE,
    /** Not logged in the last hour, because they were too many at once. */
    missed: sumMissed(metrics, service.id, Date.now() - MISSED_MS),
    keepsQueries: keepsQueries(db, service.id),
  };
}

/** Figures of each version over a time that ends now. */
export function readRequestFigures(metrics: MetricsDb, service: Service, range: RequestRange) {
  return { range, versions: readRange(metrics, service.id, Date.now(), RANGES[range]) };
}
