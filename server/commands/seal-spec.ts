import { insertSecret } from '#db/stores/secrets.ts';
import type { Service } from '#db/stores/services.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { requireOwnParts } from '#server/commands/require-own-parts.ts';
import { secretPlace } from '#server/domain/sealed-place.ts';
import type { SpecInput, VersionSpec } from '#server/domain/spec.ts';

/**
 * A configuration as it is stored: what is secret and new is sealed and leaves the configuration here, for good. To be
 * called inside of a command. Throws input_invalid where it names what is not this service's or its environment's.
 */
export function sealSpec(
  ctx: CommandContext,
  service: Pick<Service, 'id' | 'environmentId'>,
  input: SpecInput,
): VersionSpec {
  requireOwnParts(ctx, service, input);
  const { environmentId } = service;
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
  insertSecret(ctx.db, { id, environmentId, sealed: ctx.seal(value, secretPlace(environmentId, id)), ...by });
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
