import { findRunningDeployment, insertDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration, type Service } from '#db/stores/services.ts';
import { findVersion, readSpec, type Version } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record } from '#server/commands/run-command.ts';
import { auditedSpec } from '#server/domain/audit-spec.ts';
import { Problem } from '#server/domain/problem.ts';

/** A version that an update may begin on, with its service, as they are now. */
export type Updatable = { service: Service; version: Version };

/**
 * Inside of a command. Throws not_found, deployment_in_progress (S3-28), version_never_live: what never came live has
 * nothing that could go on serving meanwhile.
 */
export function requireUpdatable(ctx: CommandContext, target: Version): Updatable {
  const version = findVersion(ctx.db, target.id);
  const service = version && findService(ctx.db, version.serviceId);
  if (!version || !service) throw new Problem('not_found');
  const running = findRunningDeployment(ctx.db, service.id);
  if (running) throw new Problem('deployment_in_progress', { params: { deploymentId: running.id } });
  if (version.succeededAt === null) {
    throw new Problem('version_never_live', { params: { name: version.name } });
  }
  return { service, version };
}

/** Begins to replace the version's instances by those of a snapshot; its traffic stays as it is (S2-12). */
export function beginUpdate(
  ctx: CommandContext,
  { service, version }: Updatable,
  update: { kind: 'redeploy' | 'roll-back'; snapshotNumber: number },
): { deploymentId: string } {
  const deploymentId = `dep-${ctx.randomText(10)}`;
  insertDeployment(ctx.db, {
    id: deploymentId,
    serviceId: service.id,
    versionId: version.id,
    ...update,
    fromSnapshotNumber: version.snapshotNumber,
    trafficStrategy: 'unchanged',
    state: 'running',
    createdBy: ctx.actor.id,
    createdAt: ctx.now(),
    finishedAt: null,
    failure: null,
    requests: null,
    failedRequests: null,
  });
  raiseGeneration(ctx.db, service.id, ctx.now());
  const before = readSpec(ctx.db, version.id, version.snapshotNumber);
  const after = readSpec(ctx.db, version.id, update.snapshotNumber);
  record(ctx, {
    kind: 'deployment.started',
    environmentId: service.environmentId,
    serviceId: service.id,
    versionId: version.id,
    before: { snapshotNumber: version.snapshotNumber, spec: auditedSpec(before) },
    after: { deploymentId, ...update, spec: auditedSpec(after, before) },
  });
  return { deploymentId };
}
