import { appendEvent, type NewEvent } from '#db/stores/events.ts';
import type { CommandContext } from '#server/commands/context.ts';

/** What it takes to write something down. */
export type RecordContext = Pick<CommandContext, 'db' | 'actor' | 'now'>;

/** Runs `body` in one immediate transaction: no other writer can come between its reading and its writing. */
export function runCommand<Result>(ctx: Pick<CommandContext, 'db'>, body: () => Result): Result {
  return ctx.db.transaction(body, { behavior: 'immediate' });
}

/** Appends what happened, with who and when. */
export function record(ctx: RecordContext, event: Omit<NewEvent, 'at' | 'actorId' | 'actorName'>): void {
  const { id: actorId, name: actorName, origin } = ctx.actor;
  appendEvent(ctx.db, { at: ctx.now(), actorId, actorName, ...origin, ...event });
}
