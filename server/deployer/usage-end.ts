import { lastSeenAt } from '#db/stores/instance-samples.ts';
import type { DeployerContext } from '#server/deployer/context.ts';
import type { RoundFacts } from '#server/deployer/observe.ts';
import type { Instance } from '#server/domain/instance.ts';
import { endOfUsage } from '#server/domain/usage.ts';

/** Epoch ms at which an instance that the plan calls ended stopped counting; null for one that is there. */
export function usageEnd(
  { findings, metrics, now }: DeployerContext,
  { desired, observed }: RoundFacts,
  instance: Instance,
): number | null {
  if (instance.stoppedAt === null) return null;
  const { id: instanceId, versionId } = instance;
  const seen = observed.instances.find((candidate) => candidate.instance.id === instanceId);
  const isStillRunning = seen?.container?.state === 'running';
  const facts = {
    ...instance,
    removedAt: findings.removals.get(instanceId) ?? (isStillRunning ? now() : null),
    finishedAt: seen?.container?.finishedAt ?? null,
    sampledAt: lastSeenAt(metrics, { serviceId: desired.id, versionId, instanceId }),
  };
  return endOfUsage(facts, now());
}
