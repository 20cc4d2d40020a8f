import { appendEvent, type NewEvent } from '#db/stores/events.ts';
import type { CommandContext } from '#server/commands/context.ts';
import type { EventKind } from '#server/domain/audit-kinds.ts';

/** What it takes to write something down. */
export type RecordContext = Pick<CommandContext, 'db' | 'actor' | 'now'>;

type Told = Omit<NewEvent, 'at' | 'actorId' | 'actorName' | 'kind'>;

/** Runs `body` in one immediate transaction: no other writer can come between its reading and its writing. */
export function runCommand<Result>(ctx: Pick<CommandContext, 'db'>, body: () => Result): Result {
  return ctx.db.transaction(body, { behavior: 'immediate' });
}

/** Appends what happened, with who and when. A new kind goes into audit-kinds.ts, and its words into messages/*. */
export function record(ctx: RecordContext, event: Told & { kind: EventKind }): void {
  recordCall(ctx, event.kind, event);
}

/** {@link record} for what has no kind but the name of the procedure that was called. */
export function recordCall(ctx: RecordContext, path: string, event: Told): void {
  const { id: actorId, name: actorName, origin } = ctx.actor;
  appendEvent(ctx.db, { at: ctx.now(), actorId, actorName, ...origin, ...event, kind: path });
}
