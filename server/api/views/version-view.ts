// A version as the console shows it: what was asked for, joined with what is observed.
import type { Db } from '#db/open.ts';
import { type Deployment, lastDeployments } from '#db/stores/deployments.ts';
import { readPolicy, readServiceStatus, type Service } from '#db/stores/services.ts';
import {
  listVersions,
  readSpec,
  readVersionStatuses,
  type Version,
  type VersionStatus,
} from '#db/stores/versions.ts';
import { internalAddress } from '#server/domain/internal-address.ts';
import { serviceUrl, testHostLabel } from '#server/domain/naming.ts';
import type { VersionSpec } from '#server/domain/spec.ts';
import { conditionsOf, hasTraffic, percentOf, type TrafficPolicy } from '#server/domain/traffic.ts';
import { canServe, versionState } from '#server/domain/version-state.ts';
import type { Settings } from '#server/settings.ts';

export type VersionSummary = ReturnType<typeof toSummary>;
export type VersionView = VersionSummary & { spec: VersionSpec };

/** Newest first. */
export function readVersionViews(
  db: Db,
  settings: Settings,
  service: Service,
  page?: { limit: number; offset: number },
): VersionView[] {
  return viewsOf(db, settings, service, listVersions(db, service.id, page));
}

export function viewsOf(db: Db, settings: Settings, service: Service, rows: Version[]): VersionView[] {
  return summariesOf(db, settings, service, rows).map((summary) => ({
    ...summary,
    spec: readSpec(db, summary.id, summary.snapshotNumber),
  }));
}

/** All versions of a service, newest first, without their configurations: those may be large, and are read one by one. */
export function readVersionSummaries(db: Db, settings: Settings, service: Service): VersionSummary[] {
  return summariesOf(db, settings, service, listVersions(db, service.id));
}

function summariesOf(db: Db, settings: Settings, service: Service, rows: Version[]): VersionSummary[] {
  const ids = rows.map((version) => version.id);
  const statuses = readVersionStatuses(db, ids);
  const ends = lastDeployments(db, ids);
  const policy = readPolicy(db, service.id);
  const { internalHost } = readServiceStatus(db, service.id);
  return rows.map((version) =>
    toSummary(settings, service, version, {
      policy,
      internalHost,
      deployment: ends.get(version.id) ?? null,
      status: statuses.get(version.id),
    }),
  );
}

function toSummary(
  settings: Settings,
  service: Service,
  version: Version,
  facts: {
    policy: TrafficPolicy;
    internalHost: string | null;
    deployment: Deployment | null;
    status: VersionStatus | undefined;
  },
) {
  const { policy, internalHost, deployment, status } = facts;
  return {
    id: version.id,
    serviceId: service.id,
    number: version.number,
    name: version.name,
    remark: version.remark,
    snapshotNumber: version.snapshotNumber,
    createdAt: version.createdAt,
    updatedAt: version.updatedAt,
    state: versionState({
      deployment: deployment && {
        kind: deployment.kind,
        state: deployment.state,
        failureCode: deployment.failure?.code ?? null,
      },
      wanted: status?.wantedInstances ?? 1,
      isAsleep: status?.scaling?.reason === 'idle',
      ready: status?.readyInstances ?? 0,
      isStarting: !status || status.state.kind === 'starting' || status.state.kind === 'creating',
    }),
    failure: failureOf(deployment),
    hasTraffic: hasTraffic(policy, version.id),
    percent: percentOf(policy, version.id),
    /** What leads requests to it by rules. */
    conditions: conditionsOf(policy, version.id),
    wantedInstances: status?.wantedInstances ?? 0,
    readyInstances: status?.readyInstances ?? 0,
    trafficLostAt: status?.trafficLostAt ?? null,
    /** Why it has as many instances as it has. */
    scaling: status?.scaling ?? null,
    canServe: canServe(version),
    deploymentId: deployment?.id ?? null,
    /** Needs a ticket: open it through `/visit/<versionId>`. */
    testUrl: serviceUrl(testHostLabel(service.host, version.number), settings),
    /** `172.20.128.2:10003`, for life (S2-2); null as long as nothing answers there. */
    internalAddress: internalHost === null ? null : internalAddress(internalHost, version.number),
  };
}

/** Why the newest deployment failed, without the log. */
function failureOf(deployment: Deployment | null) {
  if (deployment?.state !== 'failed' || !deployment.failure) return null;
  const { code, params } = deployment.failure;
  return { code, params };
}
