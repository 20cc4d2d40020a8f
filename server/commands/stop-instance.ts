import { findInstance, listPresentInstanceIds } from '#db/stores/instances.ts';
import type { Service } from '#db/stores/services.ts';
import type { Version } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { runCommand } from '#server/commands/run-command.ts';
import { changeCount, requireManual } from '#server/commands/start-instance.ts';
import { countsAsWanted } from '#server/domain/instance.ts';
import { Problem } from '#server/domain/problem.ts';

/**
 * 停止版本实例 of 手动启停实例: this very instance finishes its requests and goes, and none takes its place. After the
 * last one requests are refused, and none wakes the version. Throws scaling_not_manual in every other mode,
 * instance_not_running for one that is not there or on its way out.
 */
export function stopInstance(
  ctx: CommandContext,
  service: Service,
  version: Version,
  instanceId: string,
): { count: number } {
  return runCommand(ctx, () => {
    const manual = requireManual(ctx, service, version);
    const instance = findInstance(ctx.db, instanceId);
    if (instance?.versionId !== version.id) throw new Problem('not_found');
    if (!countsAsWanted(instance) || manual.stopped.includes(instanceId)) {
      throw new Problem('instance_not_running');
    }
    const present = new Set(listPresentInstanceIds(ctx.db));
    return changeCount(ctx, service, version, 'scaling.instance-stopped', manual, {
      ...manual,
      count: Math.max(0, manual.count - 1),
      stopped: [...manual.stopped.filter((id) => present.has(id)), instanceId],
    });
  });
}
