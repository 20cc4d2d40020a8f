import { replacePassword } from '#db/stores/accounts.ts';
import { deleteOtherSessions } from '#db/stores/sessions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';

/** One's own password; whoever came in by the old one is out, but for this session. */
export function changePassword(
  ctx: CommandContext,
  { passwordHash, sessionId }: { passwordHash: string; sessionId: string },
): void {
  const { id } = ctx.actor;
  runCommand(ctx, () => {
    replacePassword(ctx.db, id, passwordHash, ctx.now());
    const endedSessions = deleteOtherSessions(ctx.db, id, sessionId);
    record(ctx, { kind: 'account.password-changed', target: `member:${id}`, after: { endedSessions } });
  });
}
