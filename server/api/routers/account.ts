// One's own account. Only for whoever is signed in by a browser: a token must not change how its person signs in.
import { z } from 'zod';
import { findPasswordHash } from '#db/stores/accounts.ts';
import { listSessions } from '#db/stores/sessions.ts';
import { hashOfPassword, requireOwnPassword } from '#server/api/auth/own-password.ts';
import {
  countRecoveryCodes,
  prepareSecondFactor,
  renewRecoveryCodes,
  requireDeviceCode,
  requireSecondFactor,
} from '#server/api/auth/second-factor.ts';
import { forPerson, router } from '#server/api/init.ts';
import { requireGoodPassword } from '#server/api/password-list.ts';
import { changePassword } from '#server/commands/change-password.ts';
import { renameAccount } from '#server/commands/rename-account.ts';
import { revokeOtherSessions, revokeSession } from '#server/commands/revoke-session.ts';
import { record } from '#server/commands/run-command.ts';
import { turnOffSecondFactor, turnOnSecondFactor } from '#server/commands/set-second-factor.ts';

const password = z.string().max(1024, 'password_too_long');
const name = z.string().trim().min(1, 'name_invalid').max(40, 'name_invalid');

export const accountRouter = router({
  get: forPerson().query(async ({ ctx }) => {
    const { id, name, email } = ctx.caller;
    const recoveryCodesLeft = await countRecoveryCodes(ctx);
    return { name, email, hasPassword: findPasswordHash(ctx.db, id) !== null, recoveryCodesLeft };
  }),

  rename: forPerson()
    .input(z.object({ name }))
    .mutation(({ ctx, input }) => renameAccount(ctx.command, input.name)),

  /** Ends the other sessions. Throws input_invalid, too_many_attempts. */
  changePassword: forPerson()
    .input(z.object({ currentPassword: password, newPassword: password }))
    .mutation(async ({ ctx, input }) => {
      await requireOwnPassword(ctx, input.currentPassword, ['currentPassword']);
      await requireGoodPassword(input.newPassword, ctx.caller, ['newPassword']);
      const passwordHash = await hashOfPassword(ctx, input.newPassword);
      changePassword(ctx.command, { passwordHash, sessionId: ctx.sessionId });
    }),

  /** What the authenticator needs; nothing changes yet. Throws input_invalid, second_factor_on, too_many_attempts. */
  prepareSecondFactor: forPerson()
    .input(z.object({ password }))
    .mutation(({ ctx, input }) => prepareSecondFactor(ctx, input.password)),

  /** Throws input_invalid, second_factor_on, second_factor_off, too_many_attempts. */
  turnOnSecondFactor: forPerson()
    .input(z.object({ code: z.string().max(64) }))
    .mutation(async ({ ctx, input }) => {
      await requireDeviceCode(ctx, input.code);
      turnOnSecondFactor(ctx.command);
    }),

  /** Throws input_invalid, second_factor_off, too_many_attempts. */
  turnOffSecondFactor: forPerson()
    .input(z.object({ password }))
    .mutation(async ({ ctx, input }) => {
      requireSecondFactor(ctx);
      await requireOwnPassword(ctx, input.password);
      turnOffSecondFactor(ctx.command);
    }),

  /** Throws input_invalid, second_factor_off, too_many_attempts. */
  renewRecoveryCodes: forPerson()
    .input(z.object({ password }))
    .mutation(async ({ ctx, input }) => {
      const recoveryCodes = await renewRecoveryCodes(ctx, input.password);
      record(ctx.command, { kind: 'account.recovery-codes-renewed', target: `member:${ctx.caller.id}` });
      return { recoveryCodes };
    }),

  sessions: forPerson().query(({ ctx }) =>
    listSessions(ctx.db, ctx.caller.id, Date.now()).map((session) => ({
      ...session,
      isThisOne: session.id === ctx.sessionId,
    })),
  ),

  /** Throws not_found. */
  revokeSession: forPerson()
    .input(z.object({ sessionId: z.string() }))
    .mutation(({ ctx, input }) => revokeSession(ctx.command, input.sessionId)),

  revokeOtherSessions: forPerson().mutation(({ ctx }) => ({
    count: revokeOtherSessions(ctx.command, ctx.sessionId),
  })),
});
