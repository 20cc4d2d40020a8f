// Times that requests woke a version, in metrics.db. Writer: the gateway's workers.
import { and, desc, eq, gte, inArray, lte } from 'drizzle-orm';
import { coldStarts } from '#db/metrics-schema.ts';
import type { Db, MetricsDb } from '#db/open.ts';
import { instances } from '#db/schema/observed.ts';
import { type ColdStartFigures, type ColdStartTimes, coldStartFigures } from '#server/domain/cold-start.ts';

export type ColdStart = Omit<typeof coldStarts.$inferSelect, 'id'>;

/** So many of the newest say what a start of a version usually takes. */
const USUAL = 20;
/** Figures look at no more than this. */
const MOST = 1_000;

/** Stores them in one transaction. What several workers saw of the same wake becomes one row. */
export function writeColdStarts(metrics: MetricsDb, starts: readonly ColdStart[]): void {
  if (starts.length === 0) return;
  metrics.$client
    .transaction(() => {
      for (const start of starts)
        if (!joinWake(metrics, start)) metrics.insert(coldStarts).values(start).run();
    })
    .immediate();
}

/** Wakes of one version that overlap are one: it was without an instance once. */
function joinWake(metrics: MetricsDb, { versionId, arrivedAt, answeredAt, waited }: ColdStart): boolean {
  const overlaps = and(
    eq(coldStarts.versionId, versionId),
    lte(coldStarts.arrivedAt, answeredAt),
    gte(coldStarts.answeredAt, arrivedAt),
  );
  const known = metrics.select().from(coldStarts).where(overlaps).get();
  if (!known) return false;
  const joined = {
    arrivedAt: Math.min(known.arrivedAt, arrivedAt),
    answeredAt: Math.min(known.answeredAt, answeredAt),
    waited: known.waited + waited,
  };
  metrics.update(coldStarts).set(joined).where(eq(coldStarts.id, known.id)).run();
  return true;
}

/** What starts of a version usually take from the first request to the first answer, ms; null: none is known. */
export function usualColdStartMs(metrics: MetricsDb, versionId: string): number | null {
  const starts = listColdStarts(metrics, versionId, 0, USUAL);
  const figures = coldStartFigures(starts.map((start) => ({ ...start, instance: undefined })));
  return figures?.totalMs.median ?? null;
}

/** Of a version since `from` (epoch ms), newest first. */
export function listColdStarts(
  metrics: MetricsDb,
  versionId: string,
  from: number,
  limit: number,
): ColdStart[] {
  return metrics
    .select()
    .from(coldStarts)
    .where(and(eq(coldStarts.versionId, versionId), gte(coldStarts.arrivedAt, from)))
    .orderBy(desc(coldStarts.arrivedAt), desc(coldStarts.id))
    .limit(limit)
    .all()
    .map(({ id: _, ...start }) => start);
}

/** As {@link listColdStarts}, each with what is known of its instance. */
export function listColdStartTimes(
  db: Db,
  metrics: MetricsDb,
  versionId: string,
  from: number,
  limit = MOST,
): ColdStartTimes[] {
  const starts = listColdStarts(metrics, versionId, from, limit);
  const { id, createdAt, readyAt } = instances;
  const known = db
    .select({ id, createdAt, readyAt })
    .from(instances)
    .where(inArray(id, [...new Set(starts.map(({ instanceId }) => instanceId))]))
    .all();
  const byId = new Map(known.map((instance) => [instance.id, instance]));
  return starts.map((start) => ({ ...start, instance: byId.get(start.instanceId) }));
}

/** Figures of a version's cold starts since `from` (epoch ms); undefined without any. */
export function readColdStartFigures(
  db: Db,
  metrics: MetricsDb,
  versionId: string,
  from: number,
): ColdStartFigures | undefined {
  return coldStartFigures(listColdStartTimes(db, metrics, versionId, from));
}
