import { readSetting, writeSetting } from '#db/stores/installation-settings.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';

/** For how many days the log is kept; what is older goes with the deployer's next round. */
export function setAuditRetention(ctx: CommandContext, days: number): void {
  runCommand(ctx, () => {
    const before = { days: readSetting(ctx.db, 'auditRetentionDays') };
    if (before.days === days) return;
    writeSetting(ctx.db, 'auditRetentionDays', days, { at: ctx.now(), by: ctx.actor.id });
    record(ctx, { kind: 'audit.retention-set', before, after: { days } });
  });
}
