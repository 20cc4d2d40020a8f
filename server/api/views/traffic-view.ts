// The traffic of a service: the policy, whether the gateways serve it already, and live figures side by side.
import type { Db, MetricsDb } from '#db/open.ts';
import { lastEvent } from '#db/stores/events.ts';
import { userNames } from '#db/stores/people.ts';
import { readFigures, readSeries, sumRequests } from '#db/stores/request-figures.ts';
import { isServedEverywhere } from '#db/stores/route-acknowledgement.ts';
import { findPolicyRow, readServiceStatus, type Service } from '#db/stores/services.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

const FIGURE_SECONDS = 30;
const SERIES_STEP_SECONDS = 30;
const SERIES_POINTS = 60;

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
  const since = findPolicyRow(state.db, service.id)?.updatedAt;
  return {
    windowSeconds: FIGURE_SECONDS,
    versions: readFigures(state.metrics, service.id, now, FIGURE_SECONDS),
    series: { stepSeconds: SERIES_STEP_SECONDS, byVersion: series },
    sinceChange: since ? sumRequests(state.metrics, service.id, since, now) : null,
  };
}
