import { findToken, revokeToken as writeRevoked } from '#db/stores/api-tokens.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * Ends a token at once: its next request is refused, its open streams end. `ofUserId` null: whosever it is. Throws
 * not_found, also for what is another's or revoked already.
 */
export function revokeToken(ctx: CommandContext, tokenId: string, ofUserId: string | null): void {
  runCommand(ctx, () => {
    const found = findToken(ctx.db, tokenId);
    if (!found || (ofUserId !== null && found.userId !== ofUserId)) throw new Problem('not_found');
    if (!writeRevoked(ctx.db, tokenId, ctx.now())) throw new Problem('not_found');
    const { userId, name, rights, environmentIds, expiresAt } = found;
    const before = { userId, name, rights, environmentIds, expiresAt };
    record(ctx, { kind: 'token.revoked', target: `token:${tokenId}`, before });
  });
}
