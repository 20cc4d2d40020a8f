// What changed while a chart's figures were counted, and which instances there were.
import { and, asc, desc, eq, gte, inArray, isNull, lt, min, or } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { versions } from '#db/schema/desired.ts';
import { events } from '#db/schema/events.ts';
import { usageLedger } from '#db/schema/usage.ts';
import type { EventKind } from '#server/domain/audit-kinds.ts';

export const MARK_KINDS = [
  'deployment.started',
  'deployment.succeeded',
  'deployment.failed',
  'deployment.cancelled',
  'traffic.set',
  'service.paused',
  'service.resumed',
] as const satisfies EventKind[];

export type MarkKind = (typeof MARK_KINDS)[number];

const COLUMNS = {
  id: events.id,
  at: events.at,
  kind: events.kind,
  versionId: events.versionId,
  actorId: events.actorId,
  actorName: events.actorName,
  before: events.before,
  after: events.after,
};

/** Deployments and changes of traffic between two times (epoch ms), newest first. */
export function listMarkEvents(db: Db, serviceId: string, fromMs: number, toMs: number, limit: number) {
  return db
    .select(COLUMNS)
    .from(events)
    .where(
      and(
        eq(events.serviceId, serviceId),
        inArray(events.kind, [...MARK_KINDS]),
        eq(events.outcome, 'done'),
        gte(events.at, fromMs),
        lt(events.at, toMs),
      ),
    )
    .orderBy(desc(events.id))
    .limit(limit)
    .all();
}

/** The traffic that held before a time (epoch ms); undefined before any was set. */
export function policyBefore(db: Db, serviceId: string, atMs: number): unknown {
  return db
    .select({ after: events.after })
    .from(events)
    .where(and(eq(events.serviceId, serviceId), eq(events.kind, 'traffic.set'), lt(events.at, atMs)))
    .orderBy(desc(events.id))
    .limit(1)
    .get()?.after;
}

/** Versions that a chart may tell of, the deleted ones too; oldest first. */
export function listChartVersions(db: Db, serviceId: string) {
  const { id, name, number, createdAt, deletedAt } = versions;
  return db
    .select({ id, name, number, createdAt, deletedAt })
    .from(versions)
    .where(eq(versions.serviceId, serviceId))
    .orderBy(asc(number))
    .all();
}

/** Instances that were there between two times (epoch ms), oldest first. */
export function listLifetimes(db: Db, serviceId: string, fromMs: number, toMs: number) {
  const { instanceId, versionId, cpu, memoryGb, startedAt, endedAt } = usageLedger;
  return db
    .select({ instanceId, versionId, cpu, memoryGb, startedAt, endedAt })
    .from(usageLedger)
    .where(
      and(
        eq(usageLedger.serviceId, serviceId),
        lt(startedAt, toMs),
        or(isNull(endedAt), gte(endedAt, fromMs)),
      ),
    )
    .orderBy(asc(startedAt), asc(instanceId))
    .all();
}

/** When the first instance of a service was made, in epoch ms; null before any was. */
export function firstLifetimeAt(db: Db, serviceId: string): number | null {
  const row = db
    .select({ at: min(usageLedger.startedAt) })
    .from(usageLedger)
    .where(eq(usageLedger.serviceId, serviceId))
    .get();
  return row?.at ?? null;
}
