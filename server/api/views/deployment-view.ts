// A deployment as the console shows it.
import type { Db, MetricsDb } from '#db/open.ts';
import { type Deployment, readSteps } from '#db/stores/deployments.ts';
import { userNames } from '#db/stores/people.ts';
import { sumRequests } from '#db/stores/request-figures.ts';
import type { Service } from '#db/stores/services.ts';
import { findVersionEvenDeleted, readSpec, readVersionStatuses } from '#db/stores/versions.ts';
import { readServiceView } from '#server/api/views/service-view.ts';
import { stepNamesOf } from '#server/domain/deployment.ts';
import { imageName } from '#server/domain/version-source.ts';
import type { Settings } from '#server/settings.ts';

/** Rows of 部署记录. */
export function readDeploymentRows(db: Db, rows: Deployment[], names: Map<string, string>) {
  return rows.map((deployment) => toRow(db, deployment, names));
}

function toRow(db: Db, deployment: Deployment, names: Map<string, string>) {
  const version = findVersionEvenDeleted(db, deployment.versionId);
  return {
    id: deployment.id,
    serviceId: deployment.serviceId,
    versionId: deployment.versionId,
    versionName: version.name,
    versionNumber: version.number,
    isVersionDeleted: version.deletedAt !== null,
    remark: version.remark,
    kind: deployment.kind,
    snapshotNumber: deployment.snapshotNumber,
    fromSnapshotNumber: deployment.fromSnapshotNumber,
    trafficStrategy: deployment.trafficStrategy,
    state: deployment.state,
    failure: deployment.failure,
    createdByName: names.get(deployment.createdBy) ?? deployment.createdBy,
    createdAt: deployment.createdAt,
    finishedAt: deployment.finishedAt,
    requests: deployment.requests,
    failedRequests: deployment.failedRequests,
  };
}

export type DeploymentView = ReturnType<typeof readDeploymentView>;

/** One deployment with its steps, what still serves, and the requests counted since it began. */
export function readDeploymentView(
  state: { db: Db; metrics: MetricsDb; settings: Settings },
  service: Service,
  deployment: Deployment,
) {
  const row = toRow(state.db, deployment, userNames(state.db));
  const spec = readSpec(state.db, row.versionId, deployment.snapshotNumber);
  const counted =
    row.requests === null
      ? sumRequests(state.metrics, service.id, deployment.createdAt, deployment.finishedAt ?? Date.now())
      : { requests: row.requests, failedRequests: row.failedRequests ?? 0 };
  return {
    ...row,
    ...counted,
    image: imageName(spec),
    sourceKind: spec.source.kind,
    /** Of the version, whatever its configuration. */
    readyInstances: readVersionStatuses(state.db, [row.versionId]).get(row.versionId)?.readyInstances ?? 0,
    steps: readSteps(state.db, deployment.id, stepNamesOf(deployment.kind, spec.source)),
    service: readServiceView(state.db, state.settings, service),
  };
}
