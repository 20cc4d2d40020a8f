import { raiseGeneration, type Service, updateService } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';

/** 暂停服务 / 恢复服务: takes a service off the air and back; shares and instances stay (product.md 1). */
export function setPaused(ctx: CommandContext, service: Service, isPaused: boolean): void {
  runCommand(ctx, () => {
    updateService(ctx.db, service.id, { isPaused });
    raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: isPaused ? 'service.paused' : 'service.resumed',
      environmentId: service.environmentId,
      serviceId: service.id,
      before: { isPaused: service.isPaused },
      after: { isPaused },
    });
  });
}
