import { listGrants } from '#db/stores/people.ts';
import { type ConsoleState, consoleState } from '#server/api/console-state.ts';
import type { Actor, CommandContext } from '#server/commands/context.ts';
import { randomText } from '#server/commands/random-text.ts';
import type { Grant } from '#server/domain/rights.ts';
import { seal } from '#server/keys/secret-box.ts';

export type Caller = { id: string; name: string; email: string; sessionId: string; grants: Grant[] };

export type ApiContext = ConsoleState & {
  /** Headers of the request. */
  headers: Headers;
  /** Headers that the response takes along (cookies). */
  responseHeaders: Headers;
  caller: Caller | null;
};

/** Who asks, by the session cookie; grants are read anew for every request, so a change takes effect at once. */
export async function createContext(headers: Headers, responseHeaders: Headers): Promise<ApiContext> {
  const state = consoleState();
  const session = await state.auth.api.getSession({ headers });
  const caller = session ? toCaller(state, session.user, session.session.id) : null;
  return { ...state, headers, responseHeaders, caller };
}

function toCaller(
  state: ConsoleState,
  { id, name, email }: { id: string; name: string; email: string },
  sessionId: string,
): Caller {
  return { id, name, email, sessionId, grants: listGrants(state.db, id) };
}

/** What a command needs, acting as this person. */
export function commandContext(state: Pick<ConsoleState, 'db' | 'secretsKey'>, actor: Actor): CommandContext {
  return {
    db: state.db,
    actor: { id: actor.id, name: actor.name },
    now: Date.now,
    randomText,
    seal: (text) => seal(state.secretsKey, text),
  };
}
