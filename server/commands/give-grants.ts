import { settleApplicationsOf } from '#db/stores/applications.ts';
import { findEnvironment } from '#db/stores/environments.ts';
import { listGivenGrants, replaceGrants } from '#db/stores/members.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { joinGrants } from '#server/domain/membership.ts';
import type { Grant } from '#server/domain/rights.ts';

/**
 * Part of commands: adds roles to those that somebody has, without what is for an environment that is gone by now.
 * Whoever has a role waits for none any more.
 */
export function giveGrants(ctx: CommandContext, userId: string, given: readonly Grant[]): Grant[] {
  const { db } = ctx;
  const still = given.filter(
    ({ environmentId }) => environmentId === null || findEnvironment(db, environmentId) !== undefined,
  );
  const now = joinGrants(listGivenGrants(db, userId), still);
  replaceGrants(db, userId, now, ctx.now());
  if (now.length > 0) {
    const decision = {
      state: 'approved' as const,
      decidedAt: ctx.now(),
      decidedBy: ctx.actor.id,
      note: null,
    };
    settleApplicationsOf(db, userId, decision);
  }
  return now;
}
