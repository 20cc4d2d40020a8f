import { z } from 'zod';
import { listTokens } from '#db/stores/api-tokens.ts';
import { forInstallation, forPerson, router } from '#server/api/init.ts';
import { createToken } from '#server/commands/create-token.ts';
import { revokeToken } from '#server/commands/revoke-token.ts';
import { tokenInputSchema } from '#server/domain/token.ts';

const tokenId = z.object({ tokenId: z.string() });

/** API tokens. None can make, list or end tokens of its person: that takes a browser's session. Times in epoch ms. */
export const tokensRouter = router({
  /** The caller's own that are not revoked, newest first. */
  list: forPerson().query(({ ctx }) => listTokens(ctx.db, ctx.caller.id).map(viewOf)),
  /** `token` is told this once. */
  create: forPerson()
    .input(tokenInputSchema)
    .mutation(({ ctx, input }) => createToken(ctx.command, ctx.caller.grants, input)),
  revoke: forPerson()
    .input(tokenId)
    .mutation(({ ctx, input }) => revokeToken(ctx.command, input.tokenId, ctx.caller.id)),
  /** Everybody's. */
  listAll: forInstallation('administer').query(({ ctx }) => listTokens(ctx.db).map(viewOf)),
  revokeAny: forInstallation('administer')
    .input(tokenId)
    .mutation(({ ctx, input }) => revokeToken(ctx.command, input.tokenId, null)),
});

function viewOf({ token, user }: ReturnType<typeof listTokens>[number]) {
  const { id, name, prefix, rights, environmentIds, createdAt, expiresAt, lastUsedAt, lastUsedFrom } = token;
  return {
    id,
    name,
    prefix,
    rights,
    environmentIds,
    createdAt,
    expiresAt,
    lastUsedAt,
    lastUsedFrom,
    user,
  };
}
