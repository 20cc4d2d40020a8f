import { userNames } from '#db/stores/people.ts';
import { findService } from '#db/stores/services.ts';
import { endShellSession, listOpenShellSessions, type ShellSession } from '#db/stores/shell.ts';
import type { ShellCommandContext } from '#server/commands/begin-shell.ts';
import type { Actor } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import type { ProblemCode } from '#server/domain/problem.ts';
import type { ShellEnd } from '#server/domain/shell.ts';

export type EndedShell = {
  reason: ShellEnd;
  /** Of the shell itself; null where it did not end by itself. */
  exitCode: number | null;
  /** How much went each way; nothing of what it was. */
  bytesIn: number;
  bytesOut: number;
  /** Why it never came up. */
  problem?: ProblemCode;
};

/** Writes down that a shell has ended, once. `actor`: whose it was. */
export function endShell(ctx: ShellCommandContext, actor: Actor, id: string, end: EndedShell): void {
  const { reason, problem, ...told } = end;
  runCommand(ctx, () => {
    const ended = endShellSession(ctx.db, id, { endedAt: ctx.now(), endReason: reason });
    if (ended) recordEnd(ctx, actor, ended, told, problem);
  });
}

/** What a deployer that died has left open ended with it. Gives them. */
export function endLeftShells(ctx: ShellCommandContext): ShellSession[] {
  return runCommand(ctx, () => {
    const names = userNames(ctx.db);
    const left = listOpenShellSessions(ctx.db);
    for (const { id, personId } of left) {
      const ended = endShellSession(ctx.db, id, { endedAt: ctx.now(), endReason: 'deployer' });
      if (ended) recordEnd(ctx, { id: personId, name: names.get(personId) ?? '' }, ended, {});
    }
    return left;
  });
}

function recordEnd(
  ctx: ShellCommandContext,
  actor: Actor,
  { id, serviceId, versionId, instanceId, startedAt, endedAt, endReason }: ShellSession,
  told: Partial<EndedShell>,
  problem?: ProblemCode,
): void {
  const seconds = Math.round(((endedAt ?? startedAt) - startedAt) / 1000);
  record(
    { ...ctx, actor },
    {
      kind: 'shell.closed',
      environmentId: findService(ctx.db, serviceId)?.environmentId,
      serviceId,
      versionId,
      after: { shellId: id, instanceId, reason: endReason, seconds, ...told },
      ...(problem ? { outcome: 'refused', problem } : {}),
    },
  );
}
