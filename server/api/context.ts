import { randomUUID } from 'node:crypto';
import { addressOf } from '#server/api/address.ts';
import { type Caller, type Credential, findCaller } from '#server/api/caller.ts';
import { type ConsoleState, consoleState } from '#server/api/console-state.ts';
import type { Actor, CommandContext } from '#server/commands/context.ts';
import { randomText } from '#server/commands/random-text.ts';
import type { EventOrigin } from '#server/domain/audit.ts';

export type ApiContext = ConsoleState & {
  /** Headers of the request. */
  headers: Headers;
  /** Headers that the response takes along (cookies). */
  responseHeaders: Headers;
  caller: Caller | null;
  /** Written with every event that the request causes. */
  origin: EventOrigin;
};

/** Who asks; grants are read anew for every request, so a change takes effect at once. */
export async function createContext(headers: Headers, responseHeaders: Headers): Promise<ApiContext> {
  const state = consoleState();
  const caller = await findCaller(state, headers);
  const requestId = randomUUID();
  responseHeaders.set('x-request-id', requestId);
  const origin = { ...originOf(caller?.credential), requestId, address: addressOf(headers) };
  return { ...state, headers, responseHeaders, caller, origin };
}

function originOf(credential: Credential | undefined): Pick<EventOrigin, 'via' | 'tokenId'> {
  if (credential?.kind === 'token') return { via: 'token', tokenId: credential.tokenId };
  return { via: 'session', tokenId: null };
}

/** What a command needs, acting as this person. */
export function commandContext(state: Pick<ConsoleState, 'db' | 'secrets'>, actor: Actor): CommandContext {
  return {
    db: state.db,
    actor,
    now: Date.now,
    randomText,
    seal: state.secrets.seal,
  };
}
