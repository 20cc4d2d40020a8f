import { findRegistryCredential } from '#db/stores/registry-credentials.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { openSecret } from '#server/deployer/open-secret.ts';
import { registryOf } from '#server/domain/registry.ts';
import type { VersionSource } from '#server/domain/version-source.ts';
import type { RegistrySignIn } from '#server/runner/port.ts';

/**
 * How to sign in for the image of a version; null where nothing was chosen, or it was removed since. Throws
 * UnreadableSecret.
 */
export function signInFor(
  context: DeployerContext,
  { image, credentialId }: Extract<VersionSource, { kind: 'image' }>,
): RegistrySignIn | null {
  const credential = credentialId === null ? undefined : findRegistryCredential(context.db, credentialId);
  if (!credential || credential.registry !== registryOf(image)) return null;
  const { registry, username, secretId } = credential;
  return {
    registry,
    username,
    password: openSecret(context, secretId, { what: 'registry', name: registry }),
  };
}
