import { findRunningDeployment, insertDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration, type Service, updateService } from '#db/stores/services.ts';
import { insertSnapshot, insertVersion } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { sealSpec } from '#server/commands/seal-spec.ts';
import { auditedSpec } from '#server/domain/audit-spec.ts';
import type { DeployInput } from '#server/domain/deploy-input.ts';
import { versionName } from '#server/domain/naming.ts';
import { Problem } from '#server/domain/problem.ts';
import type { VersionSpec } from '#server/domain/spec.ts';

export type Deployed = { versionId: string; versionName: string; deploymentId: string };

/**
 * 新建版本: takes the next number, freezes the configuration as snapshot 1 and begins a deployment (S0-1, S0-8).
 * Every attempt takes a number (S3-58). Throws deployment_in_progress (S3-28).
 */
export function deployVersion(ctx: CommandContext, target: Service, input: DeployInput): Deployed {
  return runCommand(ctx, () => {
    const service = findService(ctx.db, target.id);
    if (!service) throw new Problem('not_found');
    const running = findRunningDeployment(ctx.db, service.id);
    if (running) throw new Problem('deployment_in_progress', { params: { deploymentId: running.id } });
    const number = service.lastVersionNumber + 1;
    updateService(ctx.db, service.id, { lastVersionNumber: number });
    const deployed = {
      versionId: `ver-${ctx.randomText(10)}`,
      versionName: versionName(service.name, number),
      deploymentId: `dep-${ctx.randomText(10)}`,
    };
    const spec = sealSpec(ctx, service, input.spec);
    writeRows(ctx, service, number, deployed, { ...input, spec });
    raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: 'deployment.started',
      environmentId: service.environmentId,
      serviceId: service.id,
      versionId: deployed.versionId,
      after: {
        deploymentId: deployed.deploymentId,
        versionName: deployed.versionName,
        trafficStrategy: input.trafficStrategy,
        remark: input.remark.trim(),
        spec: auditedSpec(spec),
      },
    });
    return deployed;
  });
}

function writeRows(
  ctx: CommandContext,
  service: Service,
  number: number,
  deployed: Deployed,
  input: Omit<DeployInput, 'spec'> & { spec: VersionSpec },
): void {
  const now = ctx.now();
  const { versionId, deploymentId } = deployed;
  const by = { createdAt: now, createdBy: ctx.actor.id };
  insertVersion(ctx.db, {
    id: versionId,
    serviceId: service.id,
    number,
    name: deployed.versionName,
    remark: input.remark.trim(),
    snapshotNumber: 1,
    succeededAt: null,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  });
  insertSnapshot(ctx.db, { versionId, number: 1, spec: input.spec, ...by });
  insertDeployment(ctx.db, {
    id: deploymentId,
    serviceId: service.id,
    versionId,
    kind: 'new-version',
    snapshotNumber: 1,
    fromSnapshotNumber: null,
    trafficStrategy: input.trafficStrategy,
    state: 'running',
    finishedAt: null,
    failure: null,
    requests: null,
    failedRequests: null,
    ...by,
  });
}
