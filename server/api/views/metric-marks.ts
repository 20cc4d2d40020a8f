// Marks on the time axis of 监控: what people changed while the figures were counted.
import type { Db } from '#db/open.ts';
import { listMarkEvents, type MarkKind, policyBefore } from '#db/stores/metric-marks.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

/** More would be a wall. */
const MOST_MARKS = 100;

export type MetricMark = {
  id: number;
  /** Epoch ms. */
  at: number;
  kind: MarkKind;
  versionId: string | null;
  deploymentId: string | null;
  actorId: string;
  actorName: string;
  /** Of a change of traffic: what held before it and from it on. */
  before: TrafficPolicy | null;
  after: TrafficPolicy | null;
};

/** Oldest first. A deployment that ended has one mark, at its end. `initial` is the traffic at the beginning. */
export function readMarks(db: Db, serviceId: string, { from, to }: Sampling) {
  const events = listMarkEvents(db, serviceId, from * 1000, to * 1000, MOST_MARKS);
  const marks = events.map(toMark).reverse();
  const ended = new Set(marks.flatMap((mark) => (isEnd(mark.kind) ? [mark.deploymentId] : [])));
  return {
    initial: (policyBefore(db, serviceId, from * 1000) ?? null) as TrafficPolicy | null,
    marks: marks.filter((mark) => mark.kind !== 'deployment.started' || !ended.has(mark.deploymentId)),
    isCut: events.length === MOST_MARKS,
  };
}

function toMark(event: ReturnType<typeof listMarkEvents>[number]): MetricMark {
  const { id, at, versionId, actorId, actorName, before, after } = event;
  const kind = event.kind as MarkKind;
  const isTraffic = kind === 'traffic.set';
  return {
    ...{ id, at, kind, versionId, actorId, actorName },
    deploymentId: deploymentIdOf(after),
    before: isTraffic ? (before as TrafficPolicy | null) : null,
    after: isTraffic ? (after as TrafficPolicy | null) : null,
  };
}

function isEnd(kind: MarkKind): boolean {
  return kind.startsWith('deployment.') && kind !== 'deployment.started';
}

function deploymentIdOf(after: unknown): string | null {
  const { deploymentId } = (after ?? {}) as { deploymentId?: unknown };
  return typeof deploymentId === 'string' ? deploymentId : null;
}
