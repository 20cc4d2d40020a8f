// 启动后处理 and 停止前处理 (S4-10): commands that run inside an instance after its start and before its stop.
import { readSpec } from '#db/stores/versions.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import { runInside } from '#server/deployer/run-inside.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import type { StartError } from '#server/domain/plan/observed.ts';
import type { CommandEnd } from '#server/runner/port.ts';

type Place = { id: string; versionId: string; snapshotNumber: number };

const LONGEST_COMMAND = 200;

/**
 * Runs 启动后处理, where there is one; again where the deployer died meanwhile. Gives what keeps the instance from
 * getting ready; undefined where it may be probed.
 */
export async function afterStart(
  context: DeployerContext,
  service: DesiredService,
  instance: Place,
  signal: AbortSignal,
): Promise<StartError | undefined> {
  const { postStart } = readSpec(context.db, instance.versionId, instance.snapshotNumber);
  if (postStart.length === 0) return undefined;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(context.times.readyWindowMs)]);
  const ended = await runInside(context, service, instance.id)(postStart, deadline).catch(() => undefined);
  return ended?.exitCode === 0 ? undefined : hookFailure(postStart, ended);
}

function hookFailure(command: readonly string[], ended: CommandEnd | undefined): StartError {
  return {
    code: 'post_start_fail',
    params: {
      command: command.join(' ').slice(0, LONGEST_COMMAND),
      exitCode: ended?.exitCode ?? 'none',
      output: ended?.lastLine || 'none',
    },
  };
}

/** Runs 停止前处理 for the grace period at most. However it ends, the instance is stopped. */
export async function beforeStop(
  context: DeployerContext,
  service: DesiredService,
  instance: Place,
): Promise<void> {
  // Of a service whose environment was deleted no configuration is left.
  if (!service.versions.some(({ id }) => id === instance.versionId)) return;
  const { preStop } = readSpec(context.db, instance.versionId, instance.snapshotNumber);
  if (preStop.length === 0 || context.engine.get(instance.id)?.state !== 'running') return;
  const deadline = AbortSignal.timeout(context.times.stopGraceMs);
  await runInside(context, service, instance.id)(preStop, deadline).catch(() => {}); // It is stopped all the same.
}
