import { latestApplication, settleApplication } from '#db/stores/applications.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** 撤回申请, one's own. Throws application_decided where none waits. */
export function withdrawApplication(ctx: CommandContext): void {
  const { db, actor } = ctx;
  runCommand(ctx, () => {
    const application = latestApplication(db, actor.id);
    const decision = { state: 'withdrawn' as const, decidedAt: ctx.now(), decidedBy: actor.id, note: null };
    if (!application || !settleApplication(db, application.id, decision)) {
      throw new Problem('application_decided');
    }
    record(ctx, { kind: 'application.withdrawn', target: `application:${application.id}` });
  });
}
