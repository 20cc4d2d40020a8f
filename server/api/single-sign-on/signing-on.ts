import { findMember } from '#db/stores/members.ts';
import { recordSignIn } from '#server/api/auth/sign-in-outcome.ts';
import { type ApiContext, commandContext } from '#server/api/context.ts';
import type { SigningOn } from '#server/api/single-sign-on/sign-on-auth.ts';
import { followGroups } from '#server/commands/follow-groups.ts';

/** What one request to sign somebody in does on its way. */
export function signingOnBy(ctx: ApiContext): SigningOn {
  const actorOf = (userId: string) => {
    return { id: userId, name: findMember(ctx.db, userId)?.name ?? '', origin: ctx.origin };
  };
  return {
    groups: [],
    follow: (userId, groups) => followGroups(commandContext(ctx, actorOf(userId)), { userId, groups }),
    tell: (userId, token) => recordSignIn(ctx, actorOf(userId), { token, method: 'provider' }),
  };
}
