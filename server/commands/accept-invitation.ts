import { listGivenGrants } from '#db/stores/members.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { giveGrants } from '#server/commands/give-grants.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { requireOpenLink, useLink } from '#server/commands/use-link.ts';
import { Problem } from '#server/domain/problem.ts';

/** An invitation for who has an account: adds its roles. Throws link_dead, invitation_for_other. */
export function acceptInvitation(ctx: CommandContext, input: { secret: string; email: string }): void {
  const { db, actor } = ctx;
  runCommand(ctx, () => {
    const link = requireOpenLink(db, 'invitation', input.secret, ctx.now());
    if (link.email !== null && link.email !== input.email.toLowerCase()) {
      throw new Problem('invitation_for_other');
    }
    useLink(db, link, { at: ctx.now(), by: actor.id });
    const before = listGivenGrants(db, actor.id);
    const grants = giveGrants(ctx, actor.id, link.grants);
    const after = { grants, linkId: link.id };
    record(ctx, {
      kind: 'invitation.accepted',
      target: `member:${actor.id}`,
      before: { grants: before },
      after,
    });
  });
}
