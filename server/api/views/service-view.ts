// A service as list and header show it.
import type { Db } from '#db/open.ts';
import { findRunningDeployment } from '#db/stores/deployments.ts';
import { readPolicy, readServiceStatus, type Service } from '#db/stores/services.ts';
import { readNetworkView } from '#server/api/views/network-view.ts';
import { readVersionSummaries, type VersionSummary } from '#server/api/views/version-view.ts';
import { serviceUrl } from '#server/domain/naming.ts';
import { serviceState } from '#server/domain/version-state.ts';
import type { Settings } from '#server/settings.ts';

export type ServiceView = ReturnType<typeof readServiceView>;

export function readServiceView(db: Db, settings: Settings, service: Service) {
  const versions = readVersionSummaries(db, settings, service);
  const running = findRunningDeployment(db, service.id);
  const serving = versions.filter((version) => version.hasTraffic);
  return {
    id: service.id,
    environmentId: service.environmentId,
    name: service.name,
    remark: service.remark,
    releaseMode: service.releaseMode,
    isPaused: service.isPaused,
    generation: service.generation,
    lastVersionNumber: service.lastVersionNumber,
    createdAt: service.createdAt,
    updatedAt: service.updatedAt,
    url: serviceUrl(service.host, settings),
    networkId: service.networkId,
    network: readNetworkView(db, service.networkId),
    /** 服务名访问 inside the network; null as long as nothing answers there. */
    internalUrl: readServiceStatus(db, service.id).internalHost === null ? null : `http://${service.name}`,
    state: serviceState({
      isPaused: service.isPaused,
      hasDeploymentRunning: running !== undefined,
      hasVersions: versions.length > 0,
      serving: serving.map((version) => version.state),
      lastFailed: versions[0]?.state.kind === 'failed',
    }),
    trafficMode: readPolicy(db, service.id).mode,
    keepsVisitors: service.keepsVisitors,
    /** Oldest first. */
    serving: serving.map(asServing).reverse(),
    versionCount: versions.length,
    runningDeploymentId: running?.id ?? null,
    /** The deployment behind a red state. */
    failedDeploymentId: versions.find((version) => version.state.kind === 'failed')?.deploymentId ?? null,
  };
}

function asServing({ id, number, name, percent, conditions, readyInstances, state }: VersionSummary) {
  return { id, number, name, percent, conditions, readyInstances, state };
}
