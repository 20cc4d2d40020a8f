// Who asks, and what the person may do: by a browser's session, or by an API token that may do less.
import { findLiveToken, isTokenLive, noteTokenUse } from '#db/stores/api-tokens.ts';
import { isSessionLive, listGrants } from '#db/stores/people.ts';
import { noteSessionUse } from '#db/stores/sessions.ts';
import { addressOf } from '#server/api/address.ts';
import type { ConsoleState } from '#server/api/console-state.ts';
import { Problem } from '#server/domain/problem.ts';
import { type Grant, isAllowed, isInScope, type Right, type TokenScope } from '#server/domain/rights.ts';
import { isTokenText } from '#server/domain/token-text.ts';
import { tokenHash } from '#server/keys/token-hash.ts';

export type Credential =
  | { kind: 'session'; sessionId: string }
  | { kind: 'token'; tokenId: string; scope: TokenScope };

export type Caller = { id: string; name: string; email: string; credential: Credential; grants: Grant[] };

type Person = Pick<Caller, 'id' | 'name' | 'email'>;

/** Null where nobody is signed in. A request with `Authorization` is answered by its token alone: cookies do not count. */
export async function findCaller(state: ConsoleState, headers: Headers): Promise<Caller | null> {
  const bearer = bearerOf(headers);
  if (bearer !== null) return callerByToken(state, bearer, addressOf(headers));
  const found = await state.auth.api.getSession({ headers });
  if (found) noteSessionUse(state.db, found.session.id, Date.now());
  return found && toCaller(state, found.user, { kind: 'session', sessionId: found.session.id });
}

/** The token of `Authorization: Bearer` (RFC 6750); null where there is no such header. */
export function bearerOf(headers: Headers): string | null {
  const text = headers.get('authorization');
  return text === null ? null : (/^Bearer +(\S+) *$/i.exec(text)?.[1] ?? '');
}

/** Who sends a token and is not let in by it hears so (RFC 6750 §3.1), also where anyone is let in. Throws token_invalid. */
export function requireGoodToken({ caller, headers }: { caller: Caller | null; headers: Headers }): void {
  if (!caller && bearerOf(headers) !== null) throw new Problem('token_invalid');
}

/** As {@link requireGoodToken}, before anything else is known of the request. */
export function requireGoodBearer(state: ConsoleState, headers: Headers): void {
  const bearer = bearerOf(headers);
  if (bearer !== null && !findByBearer(state, bearer)) throw new Problem('token_invalid');
}

function findByBearer({ db }: ConsoleState, bearer: string) {
  return isTokenText(bearer) ? findLiveToken(db, tokenHash(bearer), Date.now()) : undefined;
}

function callerByToken(state: ConsoleState, bearer: string, from: string | null): Caller | null {
  const found = findByBearer(state, bearer);
  if (!found) return null;
  noteTokenUse(state.db, found.token, { at: Date.now(), from });
  const { id, rights, environmentIds } = found.token;
  return toCaller(state, found.user, { kind: 'token', tokenId: id, scope: { rights, environmentIds } });
}

function toCaller({ db }: ConsoleState, { id, name, email }: Person, credential: Credential): Caller {
  return { id, name, email, credential, grants: listGrants(db, id) };
}

/** `environmentId` null asks for the right over the whole installation. */
export function mayDo(
  { grants, credential }: Pick<Caller, 'grants' | 'credential'>,
  right: Right,
  environmentId: string | null,
): boolean {
  const isTokenFit = credential.kind === 'session' || isInScope(credential.scope, right, environmentId);
  return isTokenFit && isAllowed(grants, right, environmentId);
}

/** In one environment at least. */
export function mayDoSomewhere(caller: Pick<Caller, 'grants' | 'credential'>, right: Right): boolean {
  const { grants, credential } = caller;
  const scoped = credential.kind === 'token' ? (credential.scope.environmentIds ?? []) : [];
  const places = [...grants.map(({ environmentId }) => environmentId), ...scoped];
  return places.some((environmentId) => mayDo(caller, right, environmentId));
}

/** What a caller may hear of the own grants: a token for some environments learns of no others. */
export function grantsInScope({ grants, credential }: Pick<Caller, 'grants' | 'credential'>): Grant[] {
  const ids = credential.kind === 'token' ? credential.scope.environmentIds : null;
  if (ids === null) return grants;
  return ids.flatMap((environmentId) =>
    grants
      .filter((given) => given.environmentId === null || given.environmentId === environmentId)
      .map(({ role }) => ({ environmentId, role })),
  );
}

/** False once the session ended, or the token was revoked or is past its time. */
export function isCredentialLive({ db }: Pick<ConsoleState, 'db'>, credential: Credential): boolean {
  if (credential.kind === 'session') return isSessionLive(db, credential.sessionId, Date.now());
  return isTokenLive(db, credential.tokenId, Date.now());
}
