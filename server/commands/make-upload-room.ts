import { forgetPackages, listUnusedPackages } from '#db/stores/packages.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import { planUploadRoom } from '#server/domain/upload-room.ts';

/**
 * Has room for an upload of so many bytes, as far as they are known: old uploads that nothing uses go. Gives their ids;
 * whoever calls takes their files away. Throws uploads_full.
 */
export function makeUploadRoom(
  ctx: CommandContext,
  wanted: { serviceId: string; sizeBytes: number },
): string[] {
  return runCommand(ctx, () => {
    const plan = planUploadRoom(listUnusedPackages(ctx.db), wanted, ctx.now());
    if (plan.kind === 'full') {
      throw new Problem('uploads_full', { params: { limitGb: plan.limitGb, usedGb: plan.usedGb } });
    }
    forgetPackages(ctx.db, plan.forget);
    if (plan.forget.length > 0)
      record(ctx, { kind: 'package.forgotten', before: { packageIds: plan.forget } });
    return plan.forget;
  });
}
