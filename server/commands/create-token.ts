import { type ApiToken, countLiveTokens, insertToken } from '#db/stores/api-tokens.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import type { Grant } from '#server/domain/rights.ts';
import { expiresAt, MAX_TOKENS, RIGHT_NAMES, type TokenInput, tokenIssues } from '#server/domain/token.ts';
import { TOKEN_RANDOM_LENGTH, tokenPrefix, tokenText } from '#server/domain/token-text.ts';
import { tokenHash } from '#server/keys/token-hash.ts';

/**
 * Makes an API token of who asks, with `grants` as that person has them. `token` is told this once: only its hash is
 * kept. Throws input_invalid, token_limit.
 */
export function createToken(
  ctx: CommandContext,
  grants: readonly Grant[],
  input: TokenInput,
): { tokenId: string; token: string; expiresAt: number | null } {
  const issues = tokenIssues(input, grants, ctx.now());
  if (issues.length > 0) throw new Problem('input_invalid', { issues });
  const token = tokenText(ctx.randomText(TOKEN_RANDOM_LENGTH));
  return runCommand(ctx, () => {
    if (countLiveTokens(ctx.db, ctx.actor.id, ctx.now()) >= MAX_TOKENS) {
      throw new Problem('token_limit', { params: { limit: MAX_TOKENS } });
    }
    const row = rowOf(ctx, input, token);
    insertToken(ctx.db, row);
    const { id, name, rights, environmentIds } = row;
    const after = { name, rights, environmentIds, expiresAt: row.expiresAt };
    record(ctx, { kind: 'token.created', target: `token:${id}`, after });
    return { tokenId: id, token, expiresAt: row.expiresAt };
  });
}

function rowOf(ctx: CommandContext, input: TokenInput, token: string): ApiToken {
  return {
    id: `tok-${ctx.randomText(10)}`,
    userId: ctx.actor.id,
    name: input.name,
    prefix: tokenPrefix(token),
    secretHash: tokenHash(token),
    rights: RIGHT_NAMES.filter((right) => input.rights.includes(right)),
    environmentIds: input.environmentIds && [...new Set(input.environmentIds)],
    createdAt: ctx.now(),
    expiresAt: expiresAt(input.expiry, ctx.now()),
    lastUsedAt: null,
    lastUsedFrom: null,
    revokedAt: null,
  };
}
