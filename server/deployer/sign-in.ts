import {
  findRegistryCredential,
  listRegistryCredentials,
  type RegistryCredential,
} from '#db/stores/registry-credentials.ts';
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
  return signInWith(context, credential);
}

/**
 * How to sign in to a registry that a Dockerfile names, where nobody can choose: with the password that was kept last
 * for it in the environment; null where there is none. Throws UnreadableSecret.
 */
export function signInTo(
  context: DeployerContext,
  environmentId: string,
  registry: string,
): RegistrySignIn | null {
  const kept = listRegistryCredentials(context.db, environmentId).filter((row) => row.registry === registry);
  const newest = kept.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  return newest ? signInWith(context, newest) : null;
}

function signInWith(context: DeployerContext, credential: RegistryCredential): RegistrySignIn {
  const { registry, username } = credential;
  const password = openSecret(context, credential, { what: 'registry', name: registry });
  return { registry, username, password };
}
