// What goes for ever when a service is deleted whole: the dialog names each thing (S3-41).
import type { Db, MetricsDb } from '#db/open.ts';
import { countPresentInstances, listBuiltImages } from '#db/stores/deletion-facts.ts';
import { findRunningDeployment } from '#db/stores/deployments.ts';
import { sumRequests } from '#db/stores/request-figures.ts';
import type { Service } from '#db/stores/services.ts';
import { readVersionSummaries, type VersionSummary } from '#server/api/views/version-view.ts';
import { serviceUrl } from '#server/domain/naming.ts';
import type { Settings } from '#server/settings.ts';

export type DeletionView = ReturnType<typeof readDeletion>;

/** Somebody who asked within this time will most likely ask again. */
const RECENT_MS = 30 * 60_000;

/** `now` in epoch ms. Versions newest first; `requests` are those of the last 30 minutes. */
export function readDeletion(
  { db, metrics, settings }: { db: Db; metrics: MetricsDb; settings: Settings },
  service: Service,
  now: number,
) {
  const versions = readVersionSummaries(db, settings, service);
  const running = findRunningDeployment(db, service.id);
  return {
    url: serviceUrl(service.host, settings),
    versions: versions.map(asLeaving),
    instances: countPresentInstances(db, service.id),
    images: listBuiltImages(db, service.id),
    /** Of the version whose deployment would be cancelled. */
    deployingName: versions.find(({ id }) => id === running?.versionId)?.name ?? null,
    requests: sumRequests(metrics, service.id, now - RECENT_MS, now).requests,
  };
}

function asLeaving({ id, name, state, testUrl }: VersionSummary) {
  return { id, name, state, testUrl };
}
