import { insertPackage, type Package } from '#db/stores/packages.ts';
import { findService, type Service } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { makeUploadRoom } from '#server/commands/make-upload-room.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * Notes down uploaded code, whose files are there already: from now on versions of this service may name it. Throws
 * not_found where the service was deleted meanwhile, and uploads_full. Gives the ids of old uploads that had to go for
 * it, whose files are still there.
 */
export function registerPackage(
  ctx: CommandContext,
  { id: serviceId, environmentId }: Pick<Service, 'id' | 'environmentId'>,
  uploaded: Pick<Package, 'id' | 'fileName' | 'kind' | 'sizeBytes' | 'fileCount'>,
): string[] {
  return runCommand(ctx, () => {
    if (!findService(ctx.db, serviceId)) throw new Problem('not_found');
    const forgotten = makeUploadRoom(ctx, { serviceId, sizeBytes: uploaded.sizeBytes });
    insertPackage(ctx.db, { ...uploaded, serviceId, createdAt: ctx.now(), createdBy: ctx.actor.id });
    record(ctx, { kind: 'package.uploaded', environmentId, serviceId, after: uploaded });
    return forgotten;
  });
}
