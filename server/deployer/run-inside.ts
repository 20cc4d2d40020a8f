import type { DeployerContext } from '#server/deployer/context.ts';
import { orderOf } from '#server/deployer/instance-order.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';
import type { CommandEnd } from '#server/runner/port.ts';

/** Runs commands inside one instance. Throws where it is gone. */
export function runInside(
  context: DeployerContext,
  service: DesiredService,
  instanceId: string,
): (command: readonly string[], signal: AbortSignal) => Promise<CommandEnd> {
  return async (command, signal) => {
    const order = orderOf(context, service, instanceId);
    if (!order) throw new Error(`instance ${instanceId} is gone`);
    return context.runner.execute(order, command, signal);
  };
}
