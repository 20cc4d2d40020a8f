import { raiseGeneration, readPolicy, type Service, updateService } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { MAX_VERSIONS_WITH_TRAFFIC, type ReleaseMode, versionsWithTraffic } from '#server/domain/traffic.ts';

/** Changes 备注 and 发布模式. Throws release_mode_conflict where the present traffic breaks the new mode (product.md 2). */
export function changeService(
  ctx: CommandContext,
  service: Service,
  changes: { remark: string; releaseMode: ReleaseMode },
): void {
  runCommand(ctx, () => {
    const serving = versionsWithTraffic(readPolicy(ctx.db, service.id)).length;
    const limit = MAX_VERSIONS_WITH_TRAFFIC[changes.releaseMode];
    if (serving > limit) throw new Problem('release_mode_conflict', { params: { serving, limit } });
    updateService(ctx.db, service.id, { remark: changes.remark.trim(), releaseMode: changes.releaseMode });
    raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: 'service.changed',
      environmentId: service.environmentId,
      serviceId: service.id,
      before: { remark: service.remark, releaseMode: service.releaseMode },
      after: { remark: changes.remark.trim(), releaseMode: changes.releaseMode },
    });
  });
}
