import type { CommandContext } from '#server/commands/context.ts';
import { makeLink, type NewLink } from '#server/commands/make-link.ts';
import { requireGrants } from '#server/commands/require-grants.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import type { Grant } from '#server/domain/rights.ts';

/**
 * 邀请成员: a link that gives these roles to whoever comes with it first, or to the person with `email` only. Throws
 * input_invalid.
 */
export function inviteMember(ctx: CommandContext, input: { email: string | null; grants: Grant[] }): NewLink {
  const email = input.email?.toLowerCase() ?? null;
  return runCommand(ctx, () => {
    requireGrants(ctx, input.grants, 'at-least-one');
    const invitation = { email, grants: input.grants };
    const link = makeLink(ctx, { kind: 'invitation', userId: null, endsSecondFactor: false, ...invitation });
    record(ctx, { kind: 'member.invited', target: `link:${link.linkId}`, after: invitation });
    return link;
  });
}
