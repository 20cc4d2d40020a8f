import { settleApplicationsOf } from '#db/stores/applications.ts';
import { revokeLinksBy } from '#db/stores/links.ts';
import { findMember, listGivenGrants, listOwnerIds, type Member, replaceGrants } from '#db/stores/members.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { requireGrants } from '#server/commands/require-grants.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { membershipRefusal } from '#server/domain/membership.ts';
import { Problem } from '#server/domain/problem.ts';
import type { Grant } from '#server/domain/rights.ts';

/**
 * 更改角色: what an owner gives somebody is this from now on; what groups give stays. Invitations of who is no owner
 * any more work no more: they could lead back. Throws not_found, member_own, member_last_owner, input_invalid.
 */
export function changeGrants(ctx: CommandContext, input: { userId: string; grants: Grant[] }): void {
  const { db } = ctx;
  const { userId, grants: wanted } = input;
  runCommand(ctx, () => {
    requireMember(ctx, userId, wanted);
    requireGrants(ctx, wanted, 'or-none');
    const before = { grants: listGivenGrants(db, userId) };
    replaceGrants(db, userId, wanted, ctx.now());
    if (!wanted.some(({ role }) => role === 'owner')) revokeLinksBy(db, userId, ctx.now());
    if (wanted.length > 0) {
      const decision = {
        state: 'approved' as const,
        decidedAt: ctx.now(),
        decidedBy: ctx.actor.id,
        note: null,
      };
      settleApplicationsOf(db, userId, decision);
    }
    record(ctx, { kind: 'member.changed', target: `member:${userId}`, before, after: { grants: wanted } });
  });
}

/** Part of commands: the person, whose roles may become these. Throws not_found, member_own, member_last_owner. */
export function requireMember({ db, actor }: CommandContext, userId: string, wanted: Grant[]): Member {
  const member = findMember(db, userId);
  if (!member) throw new Problem('not_found');
  const refusal = membershipRefusal({ actorId: actor.id, personId: userId, wanted }, listOwnerIds(db));
  if (refusal) throw new Problem(refusal);
  return member;
}
