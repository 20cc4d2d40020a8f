import { hasSucceededWith } from '#db/stores/deployments.ts';
import type { Version } from '#db/stores/versions.ts';
import { beginUpdate, requireUpdatable } from '#server/commands/begin-update.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * 版本历史 → 回滚: replaces the instances of a version by those of an older snapshot of it, one by one; traffic stays as
 * it is (S2-19). Throws deployment_in_progress, version_never_live, snapshot_current, and not_found for a snapshot that
 * never served.
 */
export function rollBackVersion(
  ctx: CommandContext,
  target: Version,
  { snapshotNumber }: { snapshotNumber: number },
): { deploymentId: string } {
  return runCommand(ctx, () => {
    const updatable = requireUpdatable(ctx, target);
    if (snapshotNumber === updatable.version.snapshotNumber) throw new Problem('snapshot_current');
    if (!hasSucceededWith(ctx.db, target.id, snapshotNumber)) throw new Problem('not_found');
    return beginUpdate(ctx, updatable, { kind: 'roll-back', snapshotNumber });
  });
}
