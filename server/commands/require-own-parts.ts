import { findPackage } from '#db/stores/packages.ts';
import { findRegistryCredential } from '#db/stores/registry-credentials.ts';
import type { Service } from '#db/stores/services.ts';
import { listSpecs } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { type FieldIssue, Problem } from '#server/domain/problem.ts';
import { registryOf } from '#server/domain/registry.ts';
import type { SpecInput, VersionSpec } from '#server/domain/spec.ts';

type Owner = Pick<Service, 'id' | 'environmentId'>;

/**
 * Throws input_invalid where a configuration names a secret, a registry credential or a package that is not this
 * service's: else whoever knows the id of another's could have it handed to a program of his own.
 */
export function requireOwnParts(ctx: CommandContext, owner: Owner, input: SpecInput): void {
  const issues = [...secretIssues(ctx, owner, input), ...sourceIssues(ctx, owner, input.source)];
  if (issues.length > 0) throw new Problem('input_invalid', { issues });
}

/**
 * A variable's secret has to have been a variable's of this service before, and a token one for the same host: a kept
 * token would otherwise be sent to whichever host an address names, or be read as a variable.
 */
function secretIssues(ctx: CommandContext, owner: Owner, { source, env }: SpecInput): FieldIssue[] {
  const kept = env.flatMap((entry, index) => (entry.kind === 'secret' ? [{ entry, index }] : []));
  const token = source.kind === 'repository' && source.token?.kind === 'secret' ? source.token : null;
  if (kept.length === 0 && token === null) return [];
  const before = listSpecs(ctx.db, owner.id);
  const known = new Set(before.flatMap((spec) => spec.env.map(secretIdOf)));
  const issues: FieldIssue[] = kept
    .filter(({ entry }) => !known.has(entry.secretId))
    .map(({ index }) => ({ path: ['spec', 'env', index, 'name'], code: 'secret_missing' }));
  const isTokenKnown = before.some((spec) => isSameToken(spec.source, source));
  if (token && !isTokenKnown) issues.push({ path: ['spec', 'source', 'token'], code: 'secret_missing' });
  return issues;
}

function secretIdOf(entry: VersionSpec['env'][number]): string | null {
  return entry.kind === 'secret' ? entry.secretId : null;
}

function isSameToken(before: VersionSpec['source'], after: SpecInput['source']): boolean {
  if (before.kind !== 'repository' || after.kind !== 'repository') return false;
  if (after.token?.kind !== 'secret' || before.token?.secretId !== after.token.secretId) return false;
  return hostOf(before.url) === hostOf(after.url);
}

/** A path of this machine has none. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? '';
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
