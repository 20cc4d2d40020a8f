import { insertSecret, ownSecretIds } from '#db/stores/secrets.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { type FieldIssue, Problem } from '#server/domain/problem.ts';
import type { SpecInput, VersionSpec } from '#server/domain/spec.ts';

/**
 * A configuration as it is stored: what is secret and new is sealed and leaves the configuration here, for good. To be
 * called inside of a command. Throws input_invalid where it names a secret that is not this environment's.
 */
export function sealSpec(ctx: CommandContext, environmentId: string, input: SpecInput): VersionSpec {
  requireOwnSecrets(ctx, environmentId, input);
  return {
    ...input,
    source: sealSource(ctx, environmentId, input.source),
    env: input.env.map((entry) => {
      if (entry.kind !== 'new-secret') return entry;
      return { kind: 'secret', name: entry.name, secretId: keepSecret(ctx, environmentId, entry.value) };
    }),
  };
}

/** Stores a secret; gives the id by which the deployer finds it. */
export function keepSecret(ctx: CommandContext, environmentId: string, value: string): string {
  const id = `sec-${ctx.randomText(12)}`;
  const by = { createdAt: ctx.now(), createdBy: ctx.actor.id };
  insertSecret(ctx.db, { id, environmentId, sealed: ctx.seal(value), ...by });
  return id;
}

function sealSource(
  ctx: CommandContext,
  environmentId: string,
  source: SpecInput['source'],
): VersionSpec['source'] {
  if (source.kind !== 'repository') return source;
  if (source.token?.kind !== 'new-secret') return { ...source, token: source.token };
  const secretId = keepSecret(ctx, environmentId, source.token.value);
  return { ...source, token: { kind: 'secret', secretId } };
}

/** Else whoever knows the id of another environment's secret could have it handed to a program of his own. */
function requireOwnSecrets(ctx: CommandContext, environmentId: string, { source, env }: SpecInput): void {
  const named = env.flatMap((entry, index) =>
    entry.kind === 'secret' ? [{ secretId: entry.secretId, path: ['spec', 'env', index, 'name'] }] : [],
  );
  if (source.kind === 'repository' && source.token?.kind === 'secret') {
    named.push({ secretId: source.token.secretId, path: ['spec', 'source', 'token'] });
  }
  const own = ownSecretIds(
    ctx.db,
    environmentId,
    named.map(({ secretId }) => secretId),
  );
  const issues: FieldIssue[] = named
    .filter(({ secretId }) => !own.has(secretId))
    .map(({ path }) => ({ path, code: 'secret_missing' }));
  if (issues.length > 0) throw new Problem('input_invalid', { issues });
}
