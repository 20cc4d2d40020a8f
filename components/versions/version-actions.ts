import type { ServiceView } from '#server/api/views/service-view.ts';
import type { VersionView } from '#server/api/views/version-view.ts';

export type VersionDialogKind = 'cancel' | 'roll-back' | 'delete' | 'share' | 'ways';

/** What a row offers as words, before 删除: the one thing that a version in this state is looked for. */
export type VersionWord = 'cancel' | 'errorDetails' | 'visit' | 'rollBack';

type RowVersion = Pick<VersionView, 'number' | 'percent' | 'hasTraffic' | 'canServe' | 'state'>;
type RowService = Pick<ServiceView, 'serving'>;

export function versionWord(version: RowVersion, service: RowService): VersionWord | undefined {
  switch (version.state.kind) {
    case 'creating':
    case 'updating':
      return 'cancel';
    case 'failed':
    case 'update-failed':
      return 'errorDetails';
    case 'offline':
      return rollBackRefusal(version, service) === undefined ? 'rollBack' : undefined;
    case 'cancelled':
      return undefined;
    default:
      return 'visit';
  }
}

/** Why a version cannot be rolled back to, as a text of `versions` (S3-39). */
export function rollBackRefusal(
  version: RowVersion,
  service: RowService,
): 'notServable' | 'rollBackForward' | 'alreadyAll' | undefined {
  if (!version.canServe) return 'notServable';
  if (version.percent === 100) return 'alreadyAll';
  const live = Math.max(0, ...service.serving.map(({ number }) => number));
  return version.number < live ? undefined : 'rollBackForward';
}

/** Why a version cannot be edited and redeployed now, as a text of `versions` (S2-10, S3-28). */
export function editRefusal(
  version: Pick<VersionView, 'canServe'>,
  service: Pick<ServiceView, 'runningDeploymentId'>,
): 'neverLive' | 'isUpdating' | undefined {
  if (!version.canServe) return 'neverLive';
  return service.runningDeploymentId === null ? undefined : 'isUpdating';
}

type DeletingService = Pick<ServiceView, 'isPaused' | 'versionCount'>;

/**
 * Why a version cannot be deleted, as a text of `versions` (console-spec 7). The last version of a paused service
 * goes although its share is 100 %.
 */
export function deleteRefusal(
  version: RowVersion,
  service: DeletingService,
): 'hasTraffic' | 'isLastWithTraffic' | 'isDeploying' | undefined {
  const isLast = service.versionCount === 1;
  if (version.hasTraffic && isLast) return service.isPaused ? undefined : 'isLastWithTraffic';
  if (version.hasTraffic) return 'hasTraffic';
  return version.state.kind === 'creating' || version.state.kind === 'updating' ? 'isDeploying' : undefined;
}
