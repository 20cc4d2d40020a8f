import { z } from 'zod';
import { findEnvironment } from '#db/stores/environments.ts';
import { listOpenLinks, type OneTimeLink } from '#db/stores/links.ts';
import { userNames } from '#db/stores/people.ts';
import { type ApiContext, commandContext } from '#server/api/context.ts';
import { forAnyone, forInstallation, forPerson, router } from '#server/api/init.ts';
import { hashNewPassword, signInAnew } from '#server/api/new-password.ts';
import { acceptInvitation } from '#server/commands/accept-invitation.ts';
import { inviteMember } from '#server/commands/invite-member.ts';
import { joinByLink } from '#server/commands/join-by-link.ts';
import { revokeLink } from '#server/commands/revoke-link.ts';
import { requireOpenLink } from '#server/commands/use-link.ts';
import { grantsSchema } from '#server/domain/membership.ts';
import { emailSchema, personNameSchema } from '#server/domain/person.ts';
import type { Role } from '#server/domain/rights.ts';

/** Longer ones are none of ours. */
export const linkSecretSchema = z.string().max(100);

/** Invitations by one-time link. Only owners see them, and the secret of one only when it is made. Times in epoch ms. */
export const invitationsRouter = router({
  /** Those that still work, newest first. */
  list: forInstallation('administer').query(({ ctx }) => {
    const names = userNames(ctx.db);
    return listOpenLinks(ctx.db, 'invitation', Date.now()).map((link) => ({
      id: link.id,
      email: link.email,
      grants: link.grants,
      createdAt: link.createdAt,
      expiresAt: link.expiresAt,
      createdByName: names.get(link.createdBy) ?? link.createdBy,
    }));
  }),
  /** `secret` is told this once; the link is `/join/<secret>`. Throws input_invalid. */
  create: forInstallation('administer')
    .input(z.object({ email: emailSchema.nullable(), grants: grantsSchema }))
    .mutation(({ ctx, input }) => inviteMember(ctx.command, input)),
  revoke: forInstallation('administer')
    .input(z.object({ linkId: z.string() }))
    .mutation(({ ctx, input }) => revokeLink(ctx.command, input.linkId)),

  /** What the holder of a link is invited to. Throws link_dead. */
  read: forAnyone()
    .input(z.object({ secret: linkSecretSchema }))
    .query(({ ctx, input }) => {
      const link = requireOpenLink(ctx.db, 'invitation', input.secret, Date.now());
      return { email: link.email, grants: namedGrants(ctx, link) };
    }),
  /** Makes an account and signs in. Throws link_dead, account_exists, input_invalid. */
  join: forAnyone()
    .input(
      z.object({
        secret: linkSecretSchema,
        name: personNameSchema,
        email: emailSchema,
        password: z.string(),
      }),
    )
    .mutation(async ({ ctx, input: { password, ...input } }) => {
      requireOpenLink(ctx.db, 'invitation', input.secret, Date.now());
      const passwordHash = await hashNewPassword(ctx, password, input);
      const command = commandContext(ctx, { id: 'nobody', name: input.name, origin: ctx.origin });
      const { email } = joinByLink(command, { ...input, passwordHash });
      await signInAnew(ctx, { email, password });
    }),
  /** For who has an account. Throws link_dead, invitation_for_other. */
  accept: forPerson()
    .input(z.object({ secret: linkSecretSchema }))
    .mutation(({ ctx, input }) => acceptInvitation(ctx.command, { ...input, email: ctx.caller.email })),
});

type NamedGrant = { alias: string | null; role: Role };

/** `alias` null: the whole installation. */
function namedGrants({ db }: Pick<ApiContext, 'db'>, { grants }: OneTimeLink): NamedGrant[] {
  return grants.flatMap(({ environmentId, role }): NamedGrant[] => {
    if (environmentId === null) return [{ alias: null, role }];
    const environment = findEnvironment(db, environmentId);
    return environment ? [{ alias: environment.alias, role }] : [];
  });
}
