// The traffic of a service: the policy, whether the gateways serve it already, and live figures side by side.
import type { Db, MetricsDb } from '#db/open.ts';
import { lastEvent, recentEvents } from '#db/stores/events.ts';
import { userNames } from '#db/stores/people.ts';
import { readFigures, readSeries, sumRequests } from '#db/stores/request-figures.ts';
import { isServedEverywhere } from '#db/stores/route-acknowledgement.ts';
import { findPolicyRow, readPolicy, readServiceStatus, type Service } from '#db/stores/services.ts';
import { listVersions } from '#db/stores/versions.ts';
import { hasTraffic, type TrafficPolicy, versionsWithTraffic } from '#server/domain/traffic.ts';

const FIGURE_SECONDS = 30;
const SERIES_STEP_SECONDS = 30;
const SERIES_POINTS = 60;
const CHANGES_LOOKED_BACK = 200;
/** Buckets are kept for two hours only; half of that also keeps the sum cheap. */
const COUNTED_MS = 3600_000;

export function readTrafficView(
  state: { db: Db; metrics: MetricsDb },
  service: Service,
  workerSilentMs: number,
) {
  const row = findPolicyRow(state.db, service.id);
  const policy: TrafficPolicy = row?.policy ?? { mode: 'percent', shares: [] };
  const status = readServiceStatus(state.db, service.id);
  const change = lastEvent(state.db, service.id, ['traffic.set']);
  return {
    generation: service.generation,
    policy,
    keepsVisitors: service.keepsVisitors,
    previous: (change?.before as TrafficPolicy | null | undefined) ?? null,
    changedAt: row?.updatedAt ?? null,
    changedByName: row ? (userNames(state.db).get(row.updatedBy) ?? row.updatedBy) : null,
    /** False = 生效中: the deployer has not routed this generation yet, or a live gateway does not serve it yet. */
    isApplied:
      status.appliedGeneration >= service.generation &&
      isServedEverywhere(state.db, state.metrics, service.id, Date.now() - workerSilentMs),
  };
}

/** Live figures of the last 30 s and requests a second of the last 30 minutes, by version. */
export function readLiveView(state: { db: Db; metrics: MetricsDb }, service: Service) {
  const now = Date.now();
  const series = readSeries(state.metrics, service.id, now, SERIES_STEP_SECONDS, SERIES_POINTS);
  return {
    windowSeconds: FIGURE_SECONDS,
    versions: readFigures(state.metrics, service.id, now, FIGURE_SECONDS),
    series: { stepSeconds: SERIES_STEP_SECONDS, byVersion: series },
    gray: readGray(state, service, now),
  };
}

/** The newest of several versions with traffic: since when (epoch ms), and what it answered since, or in the last hour. */
function readGray(state: { db: Db; metrics: MetricsDb }, service: Service, now: number) {
  const policy = readPolicy(state.db, service.id);
  if (versionsWithTraffic(policy).length < 2) return null;
  const newest = listVersions(state.db, service.id).find(({ id }) => hasTraffic(policy, id));
  if (!newest) return null;
  const since = graySince(state.db, service.id, newest.id);
  if (since === undefined) return null;
  const countedFrom = Math.max(since, now - COUNTED_MS);
  const { requests } = sumRequests(state.metrics, service.id, countedFrom, now, newest.id);
  return { versionId: newest.id, since, requests, isWholeCounted: countedFrom === since };
}

/** When the version began to share the traffic with others; being alone before that is no gray. */
function graySince(db: Db, serviceId: string, versionId: string): number | undefined {
  const changes = recentEvents(db, serviceId, ['traffic.set'], CHANGES_LOOKED_BACK);
  const before = changes.findIndex(({ after }) => !isShared(after as TrafficPolicy, versionId));
  return changes.slice(0, before === -1 ? undefined : before).at(-1)?.at;
}

function isShared(policy: TrafficPolicy, versionId: string): boolean {
  return versionsWithTraffic(policy).length > 1 && hasTraffic(policy, versionId);
}
