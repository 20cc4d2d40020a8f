import { editVersionPath, newVersionPath, versionPath } from '#components/services/service-paths.ts';
import type { DeploymentView } from '#server/api/views/deployment-view.ts';
import { type AdviceAction, adviceActions, type FailureCode } from '#server/domain/failures.ts';

type Advised = Pick<DeploymentView, 'kind' | 'serviceId' | 'versionId' | 'isVersionDeleted'>;

/**
 * What the advice offers to press, each once: what mends it first, the log always and last. Who may not operate is told
 * what mends it, and offered what may be seen.
 */
export function offeredActions(
  code: FailureCode,
  { kind, isVersionDeleted }: Advised,
  mayOperate: boolean,
): AdviceAction[] {
  const advised = adviceActions(code, kind).filter((action) => action !== null && action !== 'log');
  const possible = advised
    .filter((action) => !isVersionDeleted || !needsVersion(action))
    .filter((action) => mayOperate || action === 'history');
  return [...new Set<AdviceAction>(possible), 'log'];
}

function needsVersion(action: AdviceAction): boolean {
  return action === 'edit-version' || action === 'history';
}

/** Where an action leads; the log is on the same page. */
export function actionPath(
  action: Exclude<AdviceAction, 'log'>,
  { serviceId, versionId, isVersionDeleted }: Advised,
): string {
  switch (action) {
    case 'copy-version':
      return newVersionPath(serviceId, isVersionDeleted ? undefined : versionId);
    case 'edit-version':
      return editVersionPath(serviceId, versionId);
    case 'history':
      return versionPath(serviceId, versionId, 'history');
  }
}
