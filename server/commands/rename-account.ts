import { renameAccount as saveName } from '#db/stores/accounts.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';

/** One's own name, as others read it. */
export function renameAccount(ctx: CommandContext, name: string): void {
  const { id, name: before } = ctx.actor;
  if (name === before) return;
  runCommand(ctx, () => {
    saveName(ctx.db, id, name, ctx.now());
    record(ctx, {
      kind: 'account.renamed',
      target: `member:${id}`,
      before: { name: before },
      after: { name },
    });
  });
}
