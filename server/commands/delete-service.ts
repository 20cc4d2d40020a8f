import { raiseGeneration, type Service, updateService } from '#db/stores/services.ts';
import { countVersions } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** Deletes a service once all its versions are deleted (console-spec 7). Throws service_has_versions. */
export function deleteService(ctx: CommandContext, service: Service): void {
  runCommand(ctx, () => {
    const left = countVersions(ctx.db, service.id);
    if (left > 0) throw new Problem('service_has_versions', { params: { count: left } });
    updateService(ctx.db, service.id, { deletedAt: ctx.now() });
    raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: 'service.deleted',
      environmentId: service.environmentId,
      serviceId: service.id,
      before: { name: service.name, host: service.host },
    });
  });
}
