import { type Deployment, endDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * 取消部署: this attempt will never take traffic and the next update may start at once (S3-23).
 * Throws deployment_finished where it had ended before.
 */
export function cancelDeployment(ctx: CommandContext, deployment: Deployment): void {
  runCommand(ctx, () => {
    const facts = { finishedAt: ctx.now(), failure: null, requests: null, failedRequests: null };
    if (!endDeployment(ctx.db, deployment.id, 'cancel', facts)) throw new Problem('deployment_finished');
    raiseGeneration(ctx.db, deployment.serviceId, ctx.now());
    record(ctx, {
      kind: 'deployment.cancelled',
      environmentId: findService(ctx.db, deployment.serviceId)?.environmentId,
      serviceId: deployment.serviceId,
      versionId: deployment.versionId,
      before: { deploymentId: deployment.id, state: deployment.state },
      after: { deploymentId: deployment.id, state: 'cancelled' },
    });
  });
}
