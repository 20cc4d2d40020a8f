import { z } from 'zod';
import { PASSWORD_PROVIDER } from '#db/stores/accounts.ts';
import {
  findMember,
  lastSeenAt,
  listGivenGrants,
  listGroupGrants,
  listMembers,
  listSignInWays,
} from '#db/stores/members.ts';
import { commandContext } from '#server/api/context.ts';
import { forAnyone, forInstallation, router } from '#server/api/init.ts';
import { hashNewPassword } from '#server/api/new-password.ts';
import { linkSecretSchema } from '#server/api/routers/invitations.ts';
import { allowPasswordReset } from '#server/commands/allow-password-reset.ts';
import { changeGrants } from '#server/commands/change-grants.ts';
import { removeMember } from '#server/commands/remove-member.ts';
import { resetPassword } from '#server/commands/reset-password.ts';
import { requireOpenLink } from '#server/commands/use-link.ts';
import { grantsSchema } from '#server/domain/membership.ts';
import { Problem } from '#server/domain/problem.ts';

const ofMember = z.object({ userId: z.string() });

/** 成员. Times in epoch ms. */
export const membersRouter = router({
  /** Everybody with an account, by name. `grants` an owner gave; `groupGrants` come from the identity provider. */
  list: forInstallation('administer').query(({ ctx: { db, caller } }) =>
    listMembers(db).map((member) => ({
      ...member,
      isSelf: member.id === caller.id,
      grants: listGivenGrants(db, member.id),
      groupGrants: listGroupGrants(db, member.id),
      signsInBy: listSignInWays(db, member.id).map(wayOf),
      lastSeenAt: lastSeenAt(db, member.id),
    })),
  ),
  changeGrants: forInstallation('administer')
    .input(ofMember.extend({ grants: grantsSchema }))
    .mutation(({ ctx, input }) => changeGrants(ctx.command, input)),
  remove: forInstallation('administer')
    .input(ofMember)
    .mutation(({ ctx, input }) => removeMember(ctx.command, input.userId)),
  /** `secret` is told this once; the link is `/reset/<secret>`. Throws not_found, member_own. */
  allowReset: forInstallation('administer')
    .input(ofMember.extend({ endsSecondFactor: z.boolean() }))
    .mutation(({ ctx, input }) => allowPasswordReset(ctx.command, input)),

  /** Whose password a link is for. Throws link_dead. */
  readReset: forAnyone()
    .input(z.object({ secret: linkSecretSchema }))
    .query(({ ctx, input }) => {
      const { email, endsSecondFactor } = resetOf(ctx.db, input.secret);
      return { email, endsSecondFactor };
    }),
  /** Throws link_dead, input_invalid. */
  reset: forAnyone()
    .input(z.object({ secret: linkSecretSchema, password: z.string() }))
    .mutation(async ({ ctx, input: { secret, password } }) => {
      const { name, email } = resetOf(ctx.db, secret);
      const passwordHash = await hashNewPassword(ctx, password, { name, email });
      const command = commandContext(ctx, { id: 'nobody', name, origin: ctx.origin });
      resetPassword(command, { secret, passwordHash });
    }),
});

function wayOf(provider: string) {
  return provider === PASSWORD_PROVIDER ? ('password' as const) : ('single-sign-on' as const);
}

function resetOf(db: Parameters<typeof findMember>[0], secret: string) {
  const { userId, endsSecondFactor } = requireOpenLink(db, 'password-reset', secret, Date.now());
  const member = findMember(db, userId ?? '');
  if (!member) throw new Problem('link_dead');
  return { ...member, endsSecondFactor };
}
