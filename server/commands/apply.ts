import { insertApplication, latestApplication } from '#db/stores/applications.ts';
import { listGrants } from '#db/stores/people.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/** 申请开通 (S1-2), one at a time. Throws application_needless, application_waiting. */
export function apply(ctx: CommandContext, { reason }: { reason: string }): void {
  const { db, actor } = ctx;
  runCommand(ctx, () => {
    if (listGrants(db, actor.id).length > 0) throw new Problem('application_needless');
    if (latestApplication(db, actor.id)?.state === 'open') throw new Problem('application_waiting');
    const id = `application-${ctx.randomText(10)}`;
    insertApplication(db, { id, userId: actor.id, reason, createdAt: ctx.now() });
    record(ctx, { kind: 'application.made', target: `application:${id}`, after: { reason } });
  });
}
