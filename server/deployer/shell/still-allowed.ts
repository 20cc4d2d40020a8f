import type { Db } from '#db/open.ts';
import { findToken, isTokenLive } from '#db/stores/api-tokens.ts';
import { findInstance } from '#db/stores/instances.ts';
import { isSessionLive, listGrants } from '#db/stores/people.ts';
import type { BegunShell } from '#server/commands/begin-shell.ts';
import { isAllowed, isInScope } from '#server/domain/rights.ts';
import { hasShell } from '#server/domain/shell.ts';

/** The right of product.md that a webshell needs. */
const RIGHT = 'operate';

/** Null while it may go on: `revoked` without the right or what proved it, `instance` once that does not run. */
export function whyNotStill(db: Db, shell: BegunShell, now: number): 'revoked' | 'instance' | null {
  if (!isProven(db, shell, now)) return 'revoked';
  if (!isAllowed(listGrants(db, shell.actor.id), RIGHT, shell.environmentId)) return 'revoked';
  const instance = findInstance(db, shell.instanceId);
  return instance && hasShell(instance) ? null : 'instance';
}

/** By the session or token that asked for the ticket; a token has to hold the right itself, too. */
function isProven(db: Db, { credentialId, environmentId }: BegunShell, now: number): boolean {
  const token = findToken(db, credentialId);
  if (!token) return isSessionLive(db, credentialId, now);
  return isTokenLive(db, credentialId, now) && isInScope(token, RIGHT, environmentId);
}
