// What every write leaves in the log beside the events of its command: that it was refused, or has failed, or was done
// without an event of its own. Never a value of the input but the ids that it names.
import type { TRPCError } from '@trpc/server';
import { hasEventOf } from '#db/stores/events.ts';
import { isToBeNoted } from '#server/api/audit/bounded-refusals.ts';
import type { ApiContext } from '#server/api/context.ts';
import { problemOf } from '#server/api/transport-error.ts';
import type { Actor } from '#server/commands/context.ts';
import { recordAttempt } from '#server/commands/record-attempt.ts';
import { STRANGER } from '#server/domain/audit.ts';

export type Call = { path: string; ids: Readonly<Record<string, string>> };

type CallContext = Pick<ApiContext, 'db' | 'caller' | 'origin'>;

/** After a write that succeeded: an event of it, unless it has left one of its own under its request id. */
export function noteDone(ctx: CallContext, call: Call): void {
  const { requestId } = ctx.origin;
  if (requestId !== null && hasEventOf(ctx.db, requestId)) return;
  recordAttempt(recordContext(ctx), { ...call, outcome: 'done', problem: null });
}

/** After a write that was refused or has failed; of one person or address only some a minute, then their number. */
export function noteNotDone(ctx: CallContext, call: Call, error: TRPCError): void {
  if (!isToBeNoted(ctx.db, ctx.caller?.id ?? null, ctx.origin.address)) return;
  const problem = problemOf(error)?.code ?? codeOf(error);
  const outcome = problem === 'internal' ? 'failed' : 'refused';
  recordAttempt(recordContext(ctx), { ...call, outcome, problem });
}

/** Of tRPC's own, as for a body that is no JSON. */
function codeOf({ code }: TRPCError): string {
  return code === 'INTERNAL_SERVER_ERROR' ? 'internal' : code.toLowerCase();
}

function recordContext({ db, caller, origin }: CallContext) {
  const actor: Actor = { ...(caller ? { id: caller.id, name: caller.name } : STRANGER), origin };
  return { db, actor, now: Date.now };
}
