import { insertSnapshot, nextSnapshotNumber, type Version } from '#db/stores/versions.ts';
import { beginUpdate, requireUpdatable } from '#server/commands/begin-update.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { runCommand } from '#server/commands/run-command.ts';
import { sealSpec } from '#server/commands/seal-spec.ts';
import { Problem } from '#server/domain/problem.ts';
import type { SpecInput } from '#server/domain/spec.ts';

/**
 * 编辑配置并重新部署: appends a snapshot to a version and replaces its instances one by one; traffic stays as it is
 * (S2-10 … S2-17). Until all are ready, and for good where one fails, the version keeps the snapshot that serves.
 * Throws deployment_in_progress (S3-28), version_never_live, snapshot_stale: `fromSnapshotNumber`, where it is given, is
 * what the editing began on, and somebody else has put another in its place since.
 */
export function redeployVersion(
  ctx: CommandContext,
  target: Version,
  input: { spec: SpecInput; fromSnapshotNumber?: number },
): { deploymentId: string } {
  return runCommand(ctx, () => {
    const updatable = requireUpdatable(ctx, target);
    requireUnchanged(updatable.version, input.fromSnapshotNumber);
    const snapshotNumber = nextSnapshotNumber(ctx.db, target.id);
    const spec = sealSpec(ctx, updatable.service, input.spec);
    const by = { createdAt: ctx.now(), createdBy: ctx.actor.id };
    insertSnapshot(ctx.db, { versionId: target.id, number: snapshotNumber, spec, ...by });
    return beginUpdate(ctx, updatable, { kind: 'redeploy', snapshotNumber });
  });
}

function requireUnchanged(version: Version, fromSnapshotNumber = version.snapshotNumber): void {
  if (version.snapshotNumber === fromSnapshotNumber) return;
  throw new Problem('snapshot_stale', { params: { name: version.name } });
}
