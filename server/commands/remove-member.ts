import { revokeLinksBy } from '#db/stores/links.ts';
import { deleteMember, listGivenGrants } from '#db/stores/members.ts';
import { requireMember } from '#server/commands/change-grants.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';

/**
 * 移除成员: the account goes with its sessions, tokens and open invitations; the log keeps what was done under its
 * name. Throws not_found, member_own, member_last_owner.
 */
export function removeMember(ctx: CommandContext, userId: string): void {
  runCommand(ctx, () => {
    const { name, email } = requireMember(ctx, userId, []);
    const before = { name, email, grants: listGivenGrants(ctx.db, userId) };
    revokeLinksBy(ctx.db, userId, ctx.now());
    deleteMember(ctx.db, userId);
    record(ctx, { kind: 'member.removed', target: `member:${userId}`, before });
  });
}
