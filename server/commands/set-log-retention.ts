import { readLogRetention, writeLogRetention } from '#db/stores/log-retention.ts';
import type { Service } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import type { LogRetention } from '#server/domain/log-query.ts';

/** How long the lines of a service are kept. What is older, or too much, is let go of soon. */
export function setLogRetention(ctx: CommandContext, service: Service, retention: LogRetention): void {
  runCommand(ctx, () => {
    const before = readLogRetention(ctx.db, service.id);
    if (before.days === retention.days && before.megabytes === retention.megabytes) return;
    writeLogRetention(ctx.db, service.id, retention);
    record(ctx, {
      kind: 'service.log-retention-set',
      environmentId: service.environmentId,
      serviceId: service.id,
      before,
      after: { ...retention },
    });
  });
}
