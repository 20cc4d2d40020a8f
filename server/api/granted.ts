// Objects loaded through the caller's grants. Not granted and not existing are one answer.
import { listGrants } from '#db/stores/people.ts';
import { findService, type Service } from '#db/stores/services.ts';
import { type Caller, isCredentialLive, mayDo, requireGoodToken } from '#server/api/caller.ts';
import { type ApiContext, commandContext } from '#server/api/context.ts';
import { transportError } from '#server/api/transport-error.ts';
import { Problem } from '#server/domain/problem.ts';
import type { Right } from '#server/domain/rights.ts';

declare const granted: unique symbol;

/** An object that was loaded through the caller's grants: nothing else may be handed to a command. */
export type Granted<T> = T & { readonly [granted]: true };

/** The object as granted; throws not_found where there is none, or the right is missing. `environmentId` null: everywhere. */
export function grant<T>(
  caller: Caller,
  right: Right,
  environmentId: string | null,
  object: T | undefined,
): Granted<T> {
  if (object === undefined || !mayDo(caller, right, environmentId)) throw new Problem('not_found');
  return object as Granted<T>;
}

export function grantedService(
  ctx: { db: ApiContext['db']; caller: Caller },
  right: Right,
  serviceId: string | undefined,
): Granted<Service> {
  const found = serviceId === undefined ? undefined : findService(ctx.db, serviceId);
  return grant(ctx.caller, right, found?.environmentId ?? null, found);
}

/**
 * For subscriptions, which outlive the moment in which the right was found: to be called before each message. Throws
 * once the session has ended or the right was taken away.
 */
export type RequireStill = () => void;

export function requireStill(
  ctx: ApiContext & { caller: Caller },
  right: Right,
  environmentId: string | null,
): RequireStill {
  const { caller } = ctx;
  const requireSignedIn = requireStillSignedIn(ctx);
  return () => {
    requireSignedIn();
    const now = { ...caller, grants: listGrants(ctx.db, caller.id) };
    if (!mayDo(now, right, environmentId)) throw transportError(new Problem('not_found'));
  };
}

/** {@link requireStill} for what needs no right. */
export function requireStillSignedIn(ctx: ApiContext & { caller: Caller }): RequireStill {
  return () => {
    const { credential } = ctx.caller;
    if (isCredentialLive(ctx, credential)) return;
    throw transportError(new Problem(credential.kind === 'token' ? 'token_invalid' : 'not_signed_in'));
  };
}

/**
 * The builder `forService` for what is no procedure: a route handler with a body too large for one. Throws
 * not_signed_in, token_invalid, not_found.
 */
export function grantService(ctx: ApiContext, right: Right, serviceId: string) {
  const { caller } = ctx;
  requireGoodToken(ctx);
  if (!caller) throw new Problem('not_signed_in');
  const known = { ...ctx, caller };
  const service = grantedService(known, right, serviceId);
  const command = commandContext(ctx, { id: caller.id, name: caller.name, origin: ctx.origin });
  return { service, command, requireStill: requireStill(known, right, service.environmentId) };
}
