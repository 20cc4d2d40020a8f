import { findRunningDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration, readPolicy, writePolicy } from '#db/stores/services.ts';
import { countVersions, updateVersion, type Version } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { hasTraffic, NO_TRAFFIC, percentOf } from '#server/domain/traffic.ts';

/**
 * Deletes a version; its number is never used again (S3-58). Throws version_has_traffic (console-spec 7),
 * version_deploying while its deployment runs. The last version of a paused
 * service goes too: nobody is served, and without it no service that ever had traffic could be deleted.
 */
export function deleteVersion(ctx: CommandContext, version: Version): void {
  runCommand(ctx, () => {
    const service = findService(ctx.db, version.serviceId);
    if (!service) throw new Problem('not_found');
    const policy = readPolicy(ctx.db, service.id);
    const isServing = hasTraffic(policy, version.id);
    const isLastOfPaused = service.isPaused && countVersions(ctx.db, service.id) === 1;
    if (isServing && !isLastOfPaused) {
      const percent = percentOf(policy, version.id);
      throw new Problem('version_has_traffic', { params: { name: version.name, percent } });
    }
    if (findRunningDeployment(ctx.db, service.id)?.versionId === version.id) {
      throw new Problem('version_deploying', { params: { name: version.name } });
    }
    if (isServing) writePolicy(ctx.db, service.id, NO_TRAFFIC, writtenBy(ctx));
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

function writtenBy(ctx: CommandContext) {
  return { updatedAt: ctx.now(), updatedBy: ctx.actor.id };
}
