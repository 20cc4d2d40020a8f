import { findLink, revokeLinkRow } from '#db/stores/links.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** 撤销邀请. Throws not_found where there is none, link_dead where it works no more anyway. */
export function revokeLink(ctx: CommandContext, linkId: string): void {
  runCommand(ctx, () => {
    const link = findLink(ctx.db, linkId);
    if (link?.kind !== 'invitation') throw new Problem('not_found');
    if (!revokeLinkRow(ctx.db, linkId, ctx.now())) throw new Problem('link_dead');
    const { email, grants } = link;
    record(ctx, { kind: 'invitation.revoked', target: `link:${linkId}`, before: { email, grants } });
  });
}
