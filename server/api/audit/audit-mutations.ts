import { namedIds } from '#server/api/audit/named-ids.ts';
import { type Call, noteDone, noteNotDone } from '#server/api/audit/note-attempt.ts';
import { t } from '#server/api/trpc.ts';
import type { EventOrigin } from '#server/domain/audit.ts';

/**
 * Mutations only because their input is too long for a URL, and asked while somebody types; or because the answer has a
 * cookie, for what is told when it is over.
 */
export const CHANGE_NOTHING: readonly string[] = ['traffic.predict', 'singleSignOn.start'];

/**
 * First of all that a procedure passes: every mutation leaves an event, whatever becomes of it. Where the log cannot be
 * written, what was done stays done, and the console's own log tells of it.
 */
export const auditMutations = t.middleware(async ({ ctx, type, path, batchIndex, getRawInput, next }) => {
  if (type !== 'mutation' || CHANGE_NOTHING.includes(path)) return next();
  const origin = originOfCall(ctx.origin, batchIndex);
  const result = await next({ ctx: { origin } });
  const call: Call = { path, ids: namedIds(await getRawInput().catch(() => null)) };
  try {
    if (result.ok) noteDone({ ...ctx, origin }, call);
    else noteNotDone({ ...ctx, origin }, call, result.error);
  } catch (error) {
    console.error(`audit of ${path}:`, error);
  }
  return result;
});

/** Calls that come in one request are told apart: the first has the request's own id. */
function originOfCall(origin: EventOrigin, batchIndex: number): EventOrigin {
  return batchIndex > 0 ? { ...origin, requestId: `${origin.requestId}.${batchIndex}` } : origin;
}
