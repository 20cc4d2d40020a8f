import { setTimeout as wait } from 'node:timers/promises';
import type { DeployerContext } from '#server/deployer/context.ts';
import type { DesiredService } from '#server/domain/plan/desired.ts';

const ASKED_EVERY_MS = 200;

/**
 * Waits until the relay leads nobody to the instance any more and the last connection through it has ended; the plan
 * calls it off at the drain deadline. The relay of a deleted service goes with it, and is not waited for.
 */
export async function leaveRelay(
  { runner, findings }: DeployerContext,
  service: DesiredService,
  instanceId: string,
  signal: AbortSignal,
): Promise<void> {
  const isHeld = async () => !service.isDeleted && (await runner.networks?.isRelayed(service.id, instanceId));
  while (await isHeld()) await wait(ASKED_EVERY_MS, undefined, { signal });
  findings.leftRelay.add(instanceId);
}
