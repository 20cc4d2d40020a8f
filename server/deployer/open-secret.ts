import { readSealed } from '#db/stores/secrets.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { secretPlace } from '#server/domain/sealed-place.ts';

/** What a secret is for: an environment variable, a repository's token, or the password of a registry. */
export type SecretUse = { what: 'variable' | 'token' | 'registry'; name: string };

/** The key of this installation does not open it: the data folder came here without its `keys`, or with others. */
export class UnreadableSecret extends Error {
  readonly code = 'secret_unreadable';
  readonly params: SecretUse;
  constructor(use: SecretUse, options?: ErrorOptions) {
    super(`the secret of ${use.what} ${use.name} cannot be read`, options);
    this.name = 'UnreadableSecret';
    this.params = use;
  }
}

/**
 * What the secret holds. One of another environment than `environmentId` does not open, whoever names it. Throws
 * {@link UnreadableSecret}: asking again would not help.
 */
export function openSecret(
  { db, unseal }: Pick<DeployerContext, 'db' | 'unseal'>,
  { environmentId, secretId }: { environmentId: string; secretId: string },
  use: SecretUse,
): string {
  const sealed = readSealed(db, secretId);
  try {
    return unseal(sealed, secretPlace(environmentId, secretId));
  } catch (cause) {
    throw new UnreadableSecret(use, { cause });
  }
}
