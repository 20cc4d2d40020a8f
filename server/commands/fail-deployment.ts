import { endDeployment, findDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import type { Failure } from '#server/domain/failures.ts';

/** A deployment has failed; traffic stays as it was (S0-12). False where it was not running any more. */
export function failDeployment(
  ctx: CommandContext,
  input: { deploymentId: string; failure: Failure; requests: number; failedRequests: number },
): boolean {
  return runCommand(ctx, () => {
    const { deploymentId, failure, requests, failedRequests } = input;
    const deployment = findDeployment(ctx.db, deploymentId);
    if (!deployment) return false;
    const facts = { finishedAt: ctx.now(), failure, requests, failedRequests };
    if (!endDeployment(ctx.db, deploymentId, 'fail', facts)) return false;
    const service = findService(ctx.db, deployment.serviceId);
    raiseGeneration(ctx.db, deployment.serviceId, ctx.now());
    record(ctx, {
      kind: 'deployment.failed',
      environmentId: service?.environmentId,
      serviceId: deployment.serviceId,
      versionId: deployment.versionId,
      before: { deploymentId, state: deployment.state },
      after: { deploymentId, state: 'failed', code: failure.code, requests, failedRequests },
    });
    return true;
  });
}
