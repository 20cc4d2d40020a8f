// The request log. Writer: the gateway, which adds, and the deployer, which clears away what is too much.
import { and, desc, eq, gte, inArray, lt, or, sql, sum } from 'drizzle-orm';
import { requestLog, requestLogMissed } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';
import {
  LOG_KEPT,
  LOG_KEPT_MS,
  LOG_KEPT_PER_SERVICE,
  type LoggedRequest,
} from '#server/domain/request-log.ts';
import { type StatusClass, statusRangeOf } from '#server/domain/status-class.ts';

export type LogRow = typeof requestLog.$inferSelect;

const SAVE = `insert into request_log (service_id, at, method, host, path, status, ms, bytes_in, bytes_out,
  version_id, version_name, instance_id, rule, request_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Adds requests of one service, oldest first, and how many could not be logged, in one transaction. */
export function writeLog(
  metrics: MetricsDb,
  serviceId: string,
  requests: readonly LoggedRequest[],
  missed: { at: number; count: number },
): void {
  const save = metrics.$client.prepare(SAVE);
  metrics.$client
    .transaction(() => {
      for (const one of requests) {
        const { at, method, host, path, status, ms, bytesIn, bytesOut } = one;
        const { versionId, versionName, instanceId, rule, requestId } = one;
        save.run(
          ...[serviceId, Math.round(at), method, host, path, status, ms, bytesIn, bytesOut],
          ...[versionId, versionName, instanceId, rule, requestId],
        );
      }
      if (missed.count > 0) addMissed(metrics, serviceId, missed);
    })
    .immediate();
}

function addMissed(
  metrics: MetricsDb,
  serviceId: string,
  { at, count }: { at: number; count: number },
): void {
  const { missed } = requestLogMissed;
  metrics
    .insert(requestLogMissed)
    .values({ serviceId, at: Math.floor(at / 60_000) * 60, missed: count })
    .onConflictDoUpdate({
      target: [requestLogMissed.serviceId, requestLogMissed.at],
      set: { missed: sql`${missed} + excluded.missed` },
    })
    .run();
}

/** True where far more is stored than should be, because nobody clears away: then nothing may be added. */
export function isLogFull(metrics: MetricsDb): boolean {
  const range = metrics.$client.prepare('select max(id) - min(id) from request_log').pluck();
  return Number(range.get() ?? 0) > 2 * LOG_KEPT;
}

export type LogFilter = {
  versionId?: string | undefined;
  statusClass?: StatusClass | undefined;
  /** Looked for in the path, without regard to case. */
  text?: string | undefined;
  /** Epoch ms. */
  since?: number | undefined;
};

/** Where the page before ended. */
export type LogCursor = { at: number; id: number };

/** Logged requests of a service, newest first, `limit` of them from a cursor on. */
export function listRequests(
  metrics: MetricsDb,
  serviceId: string,
  { versionId, statusClass, text, since }: LogFilter,
  limit: number,
  before?: LogCursor,
): LogRow[] {
  const range = statusClass && statusRangeOf(statusClass);
  return metrics
    .select()
    .from(requestLog)
    .where(
      and(
        eq(requestLog.serviceId, serviceId),
        versionId === undefined ? undefined : eq(requestLog.versionId, versionId),
        range && and(gte(requestLog.status, range.from), lt(requestLog.status, range.to)),
        text ? sql`instr(lower(${requestLog.path}), lower(${text})) > 0` : undefined,
        since === undefined ? undefined : gte(requestLog.at, since),
        before && isBefore(before),
      ),
    )
    .orderBy(desc(requestLog.at), desc(requestLog.id))
    .limit(limit)
    .all();
}

function isBefore({ at, id }: LogCursor) {
  return or(lt(requestLog.at, at), and(eq(requestLog.at, at), lt(requestLog.id, id)));
}

/** How many requests of a service were not logged since a time (epoch ms), to the minute. */
export function sumMissed(metrics: MetricsDb, serviceId: string, since: number): number {
  const row = metrics
    .select({ missed: sum(requestLogMissed.missed) })
    .from(requestLogMissed)
    .where(
      and(
        eq(requestLogMissed.serviceId, serviceId),
        gte(requestLogMissed.at, Math.floor(since / 60_000) * 60),
      ),
    )
    .get();
  return Number(row?.missed ?? 0);
}

/** Services with more requests in the log than are kept of one. */
export function listOverfullLogs(metrics: MetricsDb): string[] {
  const rows = metrics.$client.prepare(
    'select service_id from request_log group by service_id having count(*) > ?',
  );
  return rows.pluck().all(LOG_KEPT_PER_SERVICE) as string[];
}

/** Leaves the newest requests of a service, and forgets at most `most` others. Gives how many it forgot. */
export function pruneServiceLog(metrics: MetricsDb, serviceId: string, most: number): number {
  const over = metrics
    .select({ id: requestLog.id })
    .from(requestLog)
    .where(eq(requestLog.serviceId, serviceId))
    .orderBy(desc(requestLog.at), desc(requestLog.id))
    .limit(most)
    .offset(LOG_KEPT_PER_SERVICE);
  return metrics.delete(requestLog).where(inArray(requestLog.id, over)).run().changes;
}

/** Forgets at most `most` requests that are too old, or too many over all services. Gives how many it forgot. */
export function pruneLog(metrics: MetricsDb, nowMs: number, most: number): number {
  const oldest = metrics.$client.prepare('select max(id) from request_log').pluck().get() as number | null;
  const over = metrics
    .select({ id: requestLog.id })
    .from(requestLog)
    .where(or(lt(requestLog.at, nowMs - LOG_KEPT_MS), lt(requestLog.id, (oldest ?? 0) - LOG_KEPT)))
    .limit(most);
  const forgotten = metrics.delete(requestLog).where(inArray(requestLog.id, over)).run().changes;
  const minute = Math.floor((nowMs - LOG_KEPT_MS) / 1000);
  metrics.delete(requestLogMissed).where(lt(requestLogMissed.at, minute)).run();
  return forgotten;
}
