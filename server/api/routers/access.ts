import { z } from 'zod';
import { readSetting } from '#db/stores/installation-settings.ts';
import { beginAttempt } from '#server/api/auth/attempt.ts';
import { commandContext } from '#server/api/context.ts';
import { forAnyone, forInstallation, router } from '#server/api/init.ts';
import { hashNewPassword, signInAnew } from '#server/api/new-password.ts';
import { changeAccess, readAccess } from '#server/commands/change-access.ts';
import { signUp } from '#server/commands/sign-up.ts';
import { emailSchema, personNameSchema } from '#server/domain/person.ts';
import { Problem } from '#server/domain/problem.ts';

/** 开通与注册: how people without an invitation get in. */
export const accessRouter = router({
  get: forInstallation('administer').query(({ ctx }) => readAccess(ctx.db)),
  change: forInstallation('administer')
    .input(
      z.object({
        accessMode: z.enum(['application', 'open']),
        openRole: z.enum(['ops', 'product', 'tester']),
        isSignUpOpen: z.boolean(),
      }),
    )
    .mutation(({ ctx, input }) => changeAccess(ctx.command, input)),

  isSignUpOpen: forAnyone().query(({ ctx }) => readSetting(ctx.db, 'isSignUpOpen')),
  /**
   * Makes an account without a role, and signs in. Throws not_found while registering is closed, account_exists,
   * input_invalid, too_many_attempts: every try counts, so that neither accounts nor guesses at addresses pile up.
   */
  signUp: forAnyone()
    .input(z.object({ name: personNameSchema, email: emailSchema, password: z.string() }))
    .mutation(async ({ ctx, input: { password, ...person } }) => {
      if (!readSetting(ctx.db, 'isSignUpOpen')) throw new Problem('not_found');
      beginAttempt(ctx, null);
      const passwordHash = await hashNewPassword(ctx, password, person);
      signUp(commandContext(ctx, { id: 'nobody', name: person.name, origin: ctx.origin }), {
        ...person,
        passwordHash,
      });
      await signInAnew(ctx, { email: person.email, password });
    }),
});
