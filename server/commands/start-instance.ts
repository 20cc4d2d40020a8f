import { listManualInstances, readScaling, saveManualInstances } from '#db/stores/scaling.ts';
import { raiseGeneration, type Service } from '#db/stores/services.ts';
import { readSpec, type Version } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { Problem } from '#server/domain/problem.ts';
import type { ManualInstances } from '#server/domain/scaling-range.ts';
import { runningReplicas } from '#server/domain/spec.ts';
import { canServe } from '#server/domain/version-state.ts';

/**
 * 启动版本实例 of 手动启停实例: one more than were wanted. Throws scaling_not_manual in every other mode,
 * version_never_live, and manual_instances_max at the version's maximum.
 */
export function startInstance(ctx: CommandContext, service: Service, version: Version): { count: number } {
  return runCommand(ctx, () => {
    const manual = requireManual(ctx, service, version);
    const { maxReplicas: max } = readSpec(ctx.db, version.id, version.snapshotNumber);
    if (manual.count >= max) throw new Problem('manual_instances_max', { params: { max } });
    return changeCount(ctx, service, version, 'scaling.instance-started', manual, {
      ...manual,
      count: manual.count + 1,
    });
  });
}

/** What holds now of a version whose instances people start and stop. */
export function requireManual(ctx: CommandContext, service: Service, version: Version): ManualInstances {
  if (readScaling(ctx.db, service.id).mode !== 'manualScale') throw new Problem('scaling_not_manual');
  if (!canServe(version)) throw new Problem('version_never_live');
  const known = listManualInstances(ctx.db, service.id).get(version.id);
  if (known) return known;
  const spec = readSpec(ctx.db, version.id, version.snapshotNumber);
  return { count: runningReplicas(spec), stopped: [], updatedAt: ctx.now() };
}

export function changeCount(
  ctx: CommandContext,
  service: Service,
  version: Version,
  kind: 'scaling.instance-started' | 'scaling.instance-stopped',
  before: ManualInstances,
  after: ManualInstances,
): { count: number } {
  saveManualInstances(ctx.db, version, { ...after, updatedAt: ctx.now() });
  raiseGeneration(ctx.db, service.id, ctx.now());
  record(ctx, {
    kind,
    environmentId: service.environmentId,
    serviceId: service.id,
    versionId: version.id,
    before: { count: before.count },
    after: { count: after.count },
  });
  return { count: after.count };
}
