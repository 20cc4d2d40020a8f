// What the instances of a version did over the last minutes, from both files: what the gateway counted, what the
// deployer measured, and which instances were ready when.
import { and, avg, eq, gt, gte, isNotNull, isNull, lt, max, or, sql, sum } from 'drizzle-orm';
import { instanceSamples, requestBuckets, requestMinutes } from '#db/metrics-schema.ts';
import type { Db, MetricsDb } from '#db/open.ts';
import { instances } from '#db/schema/observed.ts';
import type { LoadSlot, VersionLoad } from '#server/domain/scaling.ts';

export type LoadQuestion = {
  serviceId: string;
  versionId: string;
  /** What one instance may use. */
  cpu: number;
  memoryGb: number;
  /** Epoch ms of the end of the newest slot, and the length of one: whole seconds both. */
  endsAt: number;
  slotMs: number;
  slots: number;
};

export function readVersionLoad(db: Db, metrics: MetricsDb, asked: LoadQuestion): VersionLoad {
  const { endsAt, slotMs, cpu, memoryGb } = asked;
  const startsAt = endsAt - asked.slots * slotMs;
  const present = listReadySpans(db, asked.versionId, startsAt);
  const inFlight = readInFlight(metrics, asked, startsAt);
  const used = readUsed(metrics, asked, startsAt);
  const slots = Array.from({ length: asked.slots }, (_, slot): LoadSlot => {
    const end = startsAt + (slot + 1) * slotMs;
    const ready = present.filter(({ from, to }) => from <= end && end < to).length;
    const mean = used.get(slot);
    return {
      instances: ready,
      // Those that were not measured are taken to be as busy as the others.
      cpu: mean ? (mean.cpuCores / cpu) * ready : null,
      memory: mean ? (mean.memoryBytes / (memoryGb * 2 ** 30)) * ready : null,
      inFlight: inFlight.get(slot) ?? 0,
    };
  });
  return { endsAt, slotMs, slots };
}

/** Version → epoch ms at which a request of it was last under way, to the second. */
export function readLastRequests(
  metrics: MetricsDb,
  serviceId: string,
  versionIds: readonly string[],
): Map<string, number> {
  return new Map(
    versionIds.flatMap((versionId) => {
      const at = readLastRequest(metrics, serviceId, versionId);
      return at === null ? [] : [[versionId, at]];
    }),
  );
}

/** Asked for one version at a time: so both are a single look into an index. */
function readLastRequest(metrics: MetricsDb, serviceId: string, versionId: string): number | null {
  const seconds = metrics
    .select({ at: max(requestBuckets.at) })
    .from(requestBuckets)
    .where(and(eq(requestBuckets.serviceId, serviceId), eq(requestBuckets.versionId, versionId)))
    .get();
  if (seconds?.at) return (seconds.at + 1) * 1000;
  const minutes = metrics
    .select({ at: max(requestMinutes.at) })
    .from(requestMinutes)
    .where(and(eq(requestMinutes.serviceId, serviceId), eq(requestMinutes.versionId, versionId)))
    .get();
  return minutes?.at ? (minutes.at + 60) * 1000 : null;
}

function listReadySpans(db: Db, versionId: string, since: number): { from: number; to: number }[] {
  const { readyAt, drainingAt, stoppedAt } = instances;
  return db
    .select({ readyAt, drainingAt, stoppedAt })
    .from(instances)
    .where(
      and(
        eq(instances.versionId, versionId),
        isNotNull(readyAt),
        or(isNull(stoppedAt), gt(stoppedAt, since)),
      ),
    )
    .all()
    .map((row) => ({ from: row.readyAt ?? 0, to: row.drainingAt ?? row.stoppedAt ?? Number.MAX_VALUE }));
}

/** Slot → requests in flight, the mean of its seconds. A second without a row had none. */
function readInFlight(metrics: MetricsDb, asked: LoadQuestion, startsAt: number): Map<number, number> {
  const { at, peakInFlight } = requestBuckets;
  const slot = slotOf(at, startsAt, asked.slotMs);
  const rows = metrics
    .select({ slot, inFlight: sum(peakInFlight) })
    .from(requestBuckets)
    .where(
      and(
        eq(requestBuckets.serviceId, asked.serviceId),
        eq(requestBuckets.versionId, asked.versionId),
        gte(at, startsAt / 1000),
        lt(at, asked.endsAt / 1000),
      ),
    )
    .groupBy(slot)
    .all();
  return new Map(rows.map((row) => [row.slot, Number(row.inFlight ?? 0) / (asked.slotMs / 1000)]));
}

/** Slot → what an instance used, the mean of those that were measured. */
function readUsed(metrics: MetricsDb, asked: LoadQuestion, startsAt: number) {
  const { at, cpuCores, memoryBytes } = instanceSamples;
  const slot = slotOf(at, startsAt, asked.slotMs);
  const rows = metrics
    .select({ slot, cpuCores: avg(cpuCores), memoryBytes: avg(memoryBytes) })
    .from(instanceSamples)
    .where(
      and(
        eq(instanceSamples.serviceId, asked.serviceId),
        eq(instanceSamples.versionId, asked.versionId),
        gte(at, startsAt / 1000),
        lt(at, asked.endsAt / 1000),
      ),
    )
    .groupBy(slot)
    .all();
  return new Map(
    rows.map((row) => [row.slot, { cpuCores: Number(row.cpuCores), memoryBytes: Number(row.memoryBytes) }]),
  );
}

function slotOf(at: typeof requestBuckets.at | typeof instanceSamples.at, startsAt: number, slotMs: number) {
  // Numbers are bound as floats, and would be divided as such.
  return sql<number>`cast((${at} - ${startsAt / 1000}) / ${slotMs / 1000} as integer)`;
}
