import { keepsQueries, setKeepsQueries } from '#db/stores/logged-queries.ts';
import type { Service } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';

/** Lets the request log of a service keep query values, or leave them out from now on. What is stored stays. */
export function setQueryLogging(ctx: CommandContext, service: Service, keeps: boolean): void {
  runCommand(ctx, () => {
    const before = keepsQueries(ctx.db, service.id);
    if (before === keeps) return;
    setKeepsQueries(ctx.db, service.id, keeps, ctx.now());
    record(ctx, {
      kind: 'service.query-logging-set',
      environmentId: service.environmentId,
      serviceId: service.id,
      before: { keepsQueries: before },
      after: { keepsQueries: keeps },
    });
  });
}
