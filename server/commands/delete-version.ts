import { findRunningDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration, readPolicy, type Service, writePolicy } from '#db/stores/services.ts';
import { updateVersion, type Version } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { percentOf } from '#server/domain/traffic.ts';

/**
 * Deletes a version; its number is never used again (S3-58). Throws version_has_traffic (console-spec 7),
 * version_deploying while its deployment runs. A paused service has no traffic: that is how its last versions go.
 */
export function deleteVersion(ctx: CommandContext, version: Version): void {
  runCommand(ctx, () => {
    const service = findService(ctx.db, version.serviceId);
    if (!service) throw new Problem('not_found');
    const percent = percentOf(readPolicy(ctx.db, service.id), version.id);
    if (percent > 0 && !service.isPaused) {
      throw new Problem('version_has_traffic', { params: { name: version.name, percent } });
    }
    if (findRunningDeployment(ctx.db, service.id)?.versionId === version.id) {
      throw new Problem('version_deploying', { params: { name: version.name } });
    }
    if (percent > 0) emptyPolicy(ctx, service);
    updateVersion(ctx.db, version.id, { deletedAt: ctx.now() });
    raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: 'version.deleted',
      environmentId: service.environmentId,
      serviceId: service.id,
      versionId: version.id,
      before: { name: version.name },
    });
  });
}

/** The shares that are left would not add up to 100: after the resumption nobody has traffic until it is set. */
function emptyPolicy(ctx: CommandContext, service: Service): void {
  const by = { updatedAt: ctx.now(), updatedBy: ctx.actor.id };
  writePolicy(ctx.db, service.id, { mode: 'percent', shares: [] }, by);
}
