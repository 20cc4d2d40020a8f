import { revokeLinksFor } from '#db/stores/links.ts';
import { findMember } from '#db/stores/members.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { makeLink, type NewLink } from '#server/commands/make-link.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * 重置密码: a link with which a person sets a new password; an older one for the same person works no more. Not for
 * oneself: with a foreign hand on one's session it would be a way around the present password. Throws not_found,
 * member_own.
 */
export function allowPasswordReset(
  ctx: CommandContext,
  { userId, endsSecondFactor }: { userId: string; endsSecondFactor: boolean },
): NewLink {
  return runCommand(ctx, () => {
    if (!findMember(ctx.db, userId)) throw new Problem('not_found');
    if (userId === ctx.actor.id) throw new Problem('member_own');
    revokeLinksFor(ctx.db, userId, ctx.now());
    const link = makeLink(ctx, { kind: 'password-reset', email: null, grants: [], userId, endsSecondFactor });
    record(ctx, { kind: 'member.reset-allowed', target: `member:${userId}`, after: { endsSecondFactor } });
    return link;
  });
}
