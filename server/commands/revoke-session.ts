import { deleteOtherSessions, deleteSession } from '#db/stores/sessions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** Signs out one of one's own browsers, at once. Throws not_found. */
export function revokeSession(ctx: CommandContext, sessionId: string): void {
  runCommand(ctx, () => {
    if (!deleteSession(ctx.db, ctx.actor.id, sessionId)) throw new Problem('not_found');
    record(ctx, { kind: 'session.revoked', target: `session:${sessionId}` });
  });
}

/** Signs out all of one's own browsers but this one. Gives how many. */
export function revokeOtherSessions(ctx: CommandContext, keptSessionId: string): number {
  const { id } = ctx.actor;
  return runCommand(ctx, () => {
    const count = deleteOtherSessions(ctx.db, id, keptSessionId);
    if (count > 0)
      record(ctx, { kind: 'session.revoked', target: `member:${id}`, after: { endedSessions: count } });
    return count;
  });
}
