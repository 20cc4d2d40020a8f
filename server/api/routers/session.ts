import { forAnyone, router } from '#server/api/init.ts';

export const sessionRouter = router({
  /** Who is signed in, with the roles; null where nobody is. */
  me: forAnyone().query(({ ctx }) => {
    if (!ctx.caller) return null;
    const { id, name, email, grants } = ctx.caller;
    return { user: { id, name, email }, grants };
  }),
});
