import { z } from 'zod';
import { listRegistryCredentials } from '#db/stores/registry-credentials.ts';
import { forEnvironment, router } from '#server/api/init.ts';
import { addRegistryCredential } from '#server/commands/add-registry-credential.ts';
import { removeRegistryCredential } from '#server/commands/remove-registry-credential.ts';
import { registryCredentialSchema } from '#server/domain/registry.ts';

/** 私有镜像密钥 of an environment. No procedure gives a password, nor where it is kept. */
export const credentialsRouter = router({
  /** By registry and user name; times in epoch ms. */
  list: forEnvironment('operate').query(({ ctx }) =>
    listRegistryCredentials(ctx.db, ctx.environment.id).map(({ id, registry, username, createdAt }) => ({
      id,
      registry,
      username,
      createdAt,
    })),
  ),
  /** The same registry and user name again replace the password. */
  add: forEnvironment('operate')
    .input(registryCredentialSchema)
    .mutation(({ ctx, input: { registry, username, password } }) =>
      addRegistryCredential(ctx.command, ctx.environment, { registry, username, password }),
    ),
  remove: forEnvironment('operate')
    .input(z.object({ credentialId: z.string() }))
    .mutation(({ ctx, input }) => {
      removeRegistryCredential(ctx.command, ctx.environment, input.credentialId);
    }),
});
