import { findPackage } from '#db/stores/packages.ts';
import { findRegistryCredential } from '#db/stores/registry-credentials.ts';
import { ownSecretIds } from '#db/stores/secrets.ts';
import type { Service } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { type FieldIssue, Problem } from '#server/domain/problem.ts';
import { registryOf } from '#server/domain/registry.ts';
import type { SpecInput } from '#server/domain/spec.ts';

type Owner = Pick<Service, 'id' | 'environmentId'>;

/**
 * Throws input_invalid where a configuration names a secret, a registry credential or a package that is not this
 * service's: else whoever knows the id of another's could have it handed to a program of his own.
 */
export function requireOwnParts(ctx: CommandContext, owner: Owner, input: SpecInput): void {
  const issues = [...secretIssues(ctx, owner, input), ...sourceIssues(ctx, owner, input.source)];
  if (issues.length > 0) throw new Problem('input_invalid', { issues });
}

function secretIssues(ctx: CommandContext, owner: Owner, { source, env }: SpecInput): FieldIssue[] {
  const named = env.flatMap((entry, index) =>
    entry.kind === 'secret' ? [{ secretId: entry.secretId, path: ['spec', 'env', index, 'name'] }] : [],
  );
  if (source.kind === 'repository' && source.token?.kind === 'secret') {
    named.push({ secretId: source.token.secretId, path: ['spec', 'source', 'token'] });
  }
  const ids = named.map(({ secretId }) => secretId);
  const own = ownSecretIds(ctx.db, owner.environmentId, ids);
  return named
    .filter(({ secretId }) => !own.has(secretId))
    .map(({ path }) => ({ path, code: 'secret_missing' }));
}

function sourceIssues(ctx: CommandContext, owner: Owner, source: SpecInput['source']): FieldIssue[] {
  if (source.kind === 'repository') return [];
  if (source.kind === 'image') return credentialIssues(ctx, owner, source);
  if (findPackage(ctx.db, source.packageId)?.serviceId === owner.id) return [];
  return [{ path: ['spec', 'source', 'packageId'], code: 'package_missing' }];
}

/** The engine hands the password to whichever registry the reference names: it has to be the one it was given for. */
function credentialIssues(
  ctx: CommandContext,
  owner: Owner,
  { image, credentialId }: Extract<SpecInput['source'], { kind: 'image' }>,
): FieldIssue[] {
  if (credentialId === null) return [];
  const path = ['spec', 'source', 'credentialId'];
  const credential = findRegistryCredential(ctx.db, credentialId);
  if (credential?.environmentId !== owner.environmentId) return [{ path, code: 'credential_missing' }];
  const registry = registryOf(image);
  if (credential.registry === registry) return [];
  return [{ path, code: 'credential_other_registry', params: { credential: credential.registry, registry } }];
}
