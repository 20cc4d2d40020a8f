import { type Deployment, endDeployment, findDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration, readPolicy, writePolicy } from '#db/stores/services.ts';
import { findVersionEvenDeleted, updateVersion, type Version } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { fullTraffic, versionsWithTraffic } from '#server/domain/traffic.ts';

/**
 * A deployment is ready: it has succeeded and its snapshot serves. A new version with 部署完成后自动开启100%流量, or where the service has no
 * traffic yet, it takes all requests (S0-10, S3-22). False where the deployment was not running any more.
 */
export function finishDeployment(
  ctx: CommandContext,
  input: { deploymentId: string; requests: number; failedRequests: number },
): boolean {
  return runCommand(ctx, () => {
    const deployment = findDeployment(ctx.db, input.deploymentId);
    const service = deployment && findService(ctx.db, deployment.serviceId);
    if (!deployment || !service) return false;
    const { requests, failedRequests } = input;
    const facts = { finishedAt: ctx.now(), failure: null, requests, failedRequests };
    if (!endDeployment(ctx.db, deployment.id, 'succeed', facts)) return false;
    const before = readPolicy(ctx.db, service.id);
    const version = findVersionEvenDeleted(ctx.db, deployment.versionId);
    updateVersion(ctx.db, version.id, liveFacts(ctx, deployment, version));
    const isFirst = deployment.kind === 'new-version' && versionsWithTraffic(before).length === 0;
    if (deployment.trafficStrategy === 'full' || isFirst) {
      const after = fullTraffic(deployment.versionId);
      writePolicy(ctx.db, service.id, after, { updatedAt: ctx.now(), updatedBy: deployment.createdBy });
      record(ctx, { kind: 'traffic.set', ...placeOf(service, deployment.versionId), before, after });
    }
    raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: 'deployment.succeeded',
      ...placeOf(service, deployment.versionId),
      before: { snapshotNumber: deployment.fromSnapshotNumber },
      after: {
        deploymentId: deployment.id,
        snapshotNumber: deployment.snapshotNumber,
        requests,
        failedRequests,
      },
    });
    return true;
  });
}

/** From now on its snapshot is the one that serves; what served before stays in 版本历史 (S2-17). */
function liveFacts(ctx: CommandContext, { snapshotNumber }: Deployment, version: Version) {
  const succeededAt = version.succeededAt ?? ctx.now();
  return { snapshotNumber, succeededAt, updatedAt: ctx.now() };
}

function placeOf(service: { id: string; environmentId: string }, versionId: string) {
  return { environmentId: service.environmentId, serviceId: service.id, versionId };
}
