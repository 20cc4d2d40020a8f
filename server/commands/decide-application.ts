import { findApplication, settleApplication } from '#db/stores/applications.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { giveGrants } from '#server/commands/give-grants.ts';
import { requireGrants } from '#server/commands/require-grants.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import type { Grant } from '#server/domain/rights.ts';

export type ApplicationDecision = {
  applicationId: string;
  /** Null where there is nothing to say. */
  note: string | null;
} & ({ verdict: 'approve'; grants: Grant[] } | { verdict: 'refuse' });

/** 通过 with roles, or 拒绝. Throws not_found, application_decided where somebody was quicker, input_invalid. */
export function decideApplication(ctx: CommandContext, decision: ApplicationDecision): void {
  const { applicationId, note, verdict } = decision;
  runCommand(ctx, () => {
    const application = findApplication(ctx.db, applicationId);
    if (!application) throw new Problem('not_found');
    const given = verdict === 'approve' ? decision.grants : [];
    if (verdict === 'approve') requireGrants(ctx, given, 'at-least-one');
    const state = verdict === 'approve' ? ('approved' as const) : ('refused' as const);
    const settled = { state, decidedAt: ctx.now(), decidedBy: ctx.actor.id, note };
    if (!settleApplication(ctx.db, applicationId, settled)) throw new Problem('application_decided');
    if (verdict === 'approve') giveGrants(ctx, application.userId, given);
    const after = { userId: application.userId, state, note, grants: given };
    record(ctx, { kind: 'application.decided', target: `application:${applicationId}`, after });
  });
}
