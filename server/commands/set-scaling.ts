import { forgetManualInstances, readScaling, saveScaling } from '#db/stores/scaling.ts';
import { raiseGeneration, readPolicy, type Service } from '#db/stores/services.ts';
import { listVersions, readSpec } from '#db/stores/versions.ts';
import type { CommandContext } from '#server/commands/context.ts';
import { record, runCommand } from '#server/commands/run-command.ts';
import { type FieldIssue, Problem } from '#server/domain/problem.ts';
import type { ScaleSettings } from '#server/domain/scale-settings.ts';
import { hasTraffic } from '#server/domain/traffic.ts';

/**
 * 自动伸缩配置 (console-spec 6.1, 1.13). Whoever leaves 手动启停实例 or comes to it begins with the versions' own
 * minimum. Throws input_invalid with issues of timer rules that a version with traffic could not follow.
 */
export function setScaling(ctx: CommandContext, service: Service, settings: ScaleSettings): void {
  runCommand(ctx, () => {
    const issues = settings.mode === 'custom' ? timerIssues(ctx, service, settings) : [];
    if (issues.length > 0) throw new Problem('input_invalid', { issues });
    const before = readScaling(ctx.db, service.id);
    saveScaling(ctx.db, service.id, settings, { updatedAt: ctx.now(), updatedBy: ctx.actor.id });
    if (before.mode !== settings.mode) forgetManualInstances(ctx.db, service.id);
    raiseGeneration(ctx.db, service.id, ctx.now());
    record(ctx, {
      kind: 'scaling.set',
      environmentId: service.environmentId,
      serviceId: service.id,
      before: settingsOf(before),
      after: settings,
    });
  });
}

function settingsOf({ mode, timers, timeZone, inFlightTarget }: ScaleSettings): ScaleSettings {
  return { mode, timers, timeZone, inFlightTarget };
}

/** The timer minimum must exceed the autoscaling minimum (console-spec 1.13), and cannot exceed the maximum. */
function timerIssues(ctx: CommandContext, service: Service, { timers }: ScaleSettings): FieldIssue[] {
  const policy = readPolicy(ctx.db, service.id);
  const serving = listVersions(ctx.db, service.id).filter(({ id }) => hasTraffic(policy, id));
  return serving.flatMap(({ id, name, snapshotNumber }) => {
    const { minReplicas: min, maxReplicas: max } = readSpec(ctx.db, id, snapshotNumber);
    return timers.flatMap(({ replicas }, index): FieldIssue[] => {
      const path = ['timers', index, 'replicas'];
      if (replicas <= min)
        return [{ path, code: 'timer_replicas_not_above_min', params: { version: name, min } }];
      if (replicas > max) return [{ path, code: 'timer_replicas_above_max', params: { version: name, max } }];
      return [];
    });
  });
}
