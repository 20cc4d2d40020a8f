import { z } from 'zod';
import { passSecondFactor } from '#server/api/auth/pass-second-factor.ts';
import { signIn, signOut } from '#server/api/auth/sign-in.ts';
import { grantsInScope } from '#server/api/caller.ts';
import { forAnyone, forPerson, router } from '#server/api/init.ts';

export const sessionRouter = router({
  /** Who is signed in, with the roles; null where nobody is. */
  me: forAnyone().query(({ ctx }) => {
    if (!ctx.caller) return null;
    const { id, name, email } = ctx.caller;
    return { user: { id, name, email }, grants: grantsInScope(ctx.caller) };
  }),

  /** `isSignedIn` false: the second factor is asked for. Throws credentials_wrong, too_many_attempts. */
  signIn: forAnyone()
    .input(z.object({ email: z.string().max(320), password: z.string().max(1024) }))
    .mutation(({ ctx, input }) => signIn(ctx, { ...input, email: input.email.trim() })),

  /** Throws second_factor_wrong, second_factor_expired, too_many_attempts. */
  passSecondFactor: forAnyone()
    .input(z.object({ code: z.string().max(64) }))
    .mutation(({ ctx, input }) => passSecondFactor(ctx, input.code)),

  signOut: forPerson().mutation(({ ctx }) => signOut(ctx, ctx.command.actor, ctx.sessionId)),
});
