import { findRunningDeployment } from '#db/stores/deployments.ts';
import { findService, raiseGeneration, readPolicy } from '#db/stores/services.ts';
import { updateVersion, type Version } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { percentOf } from '#server/domain/traffic.ts';

/**
 * Deletes a version; its number is never used again (S3-58). Throws version_has_traffic (console-spec 7),
 * version_deploying while its deployment runs.
 */
export function deleteVersion(ctx: CommandContext, version: Version): void {
  runCommand(ctx, () => {
    const percent = percentOf(readPolicy(ctx.db, version.serviceId), version.id);
    if (percent > 0) throw new Problem('version_has_traffic', { params: { name: version.name, percent } });
    if (findRunningDeployment(ctx.db, version.serviceId)?.versionId === version.id) {
      throw new Problem('version_deploying', { params: { name: version.name } });
    }
    updateVersion(ctx.db, version.id, { deletedAt: ctx.now() });
    raiseGeneration(ctx.db, version.serviceId, ctx.now());
    record(ctx, {
      kind: 'version.deleted',
      environmentId: findService(ctx.db, version.serviceId)?.environmentId,
      serviceId: version.serviceId,
      versionId: version.id,
      before: { name: version.name },
    });
  });
}
