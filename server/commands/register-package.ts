import { insertPackage, type Package } from '#db/stores/packages.ts';
import { findService, type Service } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * Notes down uploaded code, whose files are there already: from now on versions of this service may name it. Throws
 * not_found where the service was deleted meanwhile.
 */
export function registerPackage(
  ctx: CommandContext,
  { id: serviceId, environmentId }: Pick<Service, 'id' | 'environmentId'>,
  uploaded: Pick<Package, 'id' | 'fileName' | 'kind' | 'sizeBytes' | 'fileCount'>,
): void {
  runCommand(ctx, () => {
    if (!findService(ctx.db, serviceId)) throw new Problem('not_found');
    insertPackage(ctx.db, { ...uploaded, serviceId, createdAt: ctx.now(), createdBy: ctx.actor.id });
    record(ctx, { kind: 'package.uploaded', environmentId, serviceId, after: uploaded });
  });
}
