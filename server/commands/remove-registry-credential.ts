import type { Environment } from '#db/stores/environments.ts';
import { findRegistryCredential, updateRegistryCredential } from '#db/stores/registry-credentials.ts';
import { forgetSecret } from '#db/stores/secrets.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { MASK } from '#server/domain/audit-spec.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * Removes a 私有镜像密钥, its password for good. Versions that name it go on running; pulling their image again is then
 * tried without signing in. Throws not_found, also for what is another environment's.
 */
export function removeRegistryCredential(
  ctx: CommandContext,
  { id: environmentId }: Pick<Environment, 'id'>,
  credentialId: string,
): void {
  runCommand(ctx, () => {
    const credential = findRegistryCredential(ctx.db, credentialId);
    if (credential?.environmentId !== environmentId) throw new Problem('not_found');
    const { registry, username, secretId } = credential;
    updateRegistryCredential(ctx.db, credentialId, { deletedAt: ctx.now() });
    forgetSecret(ctx.db, secretId);
    const before = { credentialId, registry, username, password: MASK };
    record(ctx, { kind: 'credential.removed', environmentId, target: `credential:${credentialId}`, before });
  });
}
