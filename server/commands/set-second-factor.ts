import { removeSecondFactor } from '#db/stores/accounts.ts';
import { confirmSecondFactor } from '#db/stores/second-factors.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';

/** From now on one's own sign-in asks for the second factor; its secret is there already. */
export function turnOnSecondFactor(ctx: CommandContext): void {
  const { id } = ctx.actor;
  runCommand(ctx, () => {
    confirmSecondFactor(ctx.db, id);
    record(ctx, { kind: 'account.second-factor-on', target: `member:${id}` });
  });
}

/** The password alone is enough again; secret and recovery codes are gone. */
export function turnOffSecondFactor(ctx: CommandContext): void {
  const { id } = ctx.actor;
  runCommand(ctx, () => {
    removeSecondFactor(ctx.db, id);
    record(ctx, { kind: 'account.second-factor-off', target: `member:${id}` });
  });
}
