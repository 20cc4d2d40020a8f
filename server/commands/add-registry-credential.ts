import type { Environment } from '#db/stores/environments.ts';
import {
  insertRegistryCredential,
  listRegistryCredentials,
  updateRegistryCredential,
} from '#db/stores/registry-credentials.ts';
import { forgetSecret } from '#db/stores/secrets.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { keepSecret } from '#server/commands/seal-spec.ts';
import { MASK, maskOf } from '#server/domain/audit-spec.ts';
import type { RegistryCredentialInput } from '#server/domain/registry.ts';

/**
 * 添加私有镜像密钥. For a registry and user name that are there already, the password is replaced: versions that name
 * the credential go on with the new one.
 */
export function addRegistryCredential(
  ctx: CommandContext,
  { id: environmentId }: Pick<Environment, 'id'>,
  { registry, username, password }: RegistryCredentialInput,
): { credentialId: string } {
  return runCommand(ctx, () => {
    const kept = listRegistryCredentials(ctx.db, environmentId).find(
      (other) => other.registry === registry && other.username === username,
    );
    const credentialId = kept?.id ?? `reg-${ctx.randomText(10)}`;
    const secretId = keepSecret(ctx, environmentId, password);
    const written = { secretId, createdAt: ctx.now(), createdBy: ctx.actor.id };
    if (kept) {
      updateRegistryCredential(ctx.db, kept.id, written);
      forgetSecret(ctx.db, kept.secretId);
    } else {
      const row = { id: credentialId, environmentId, registry, username, deletedAt: null, ...written };
      insertRegistryCredential(ctx.db, row);
    }
    const named = { credentialId, registry, username };
    const before = kept ? { ...named, password: MASK } : null;
    const after = { ...named, password: maskOf(secretId, kept?.secretId) };
    record(ctx, {
      kind: 'credential.added',
      environmentId,
      target: `credential:${credentialId}`,
      before,
      after,
    });
    return { credentialId };
  });
}
