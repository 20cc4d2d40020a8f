// Writing down what a plan says. Runs inside the round's transaction.
import { saveSteps } from '#db/stores/deployment-steps.ts';
import { insertInstance, updateInstance } from '#db/stores/instances.ts';
import { saveRoutes } from '#db/stores/routes.ts';
import { raiseRevision } from '#db/stores/service-status.ts';
import { listShortServices, saveVersionStatus } from '#db/stores/version-status.ts';
import { finishDeployment } from '#server/commands/finish-deployment.ts';
import { asCommandContext, type DeployerContext, requestsDuring } from '#server/deployer/context.ts';
import type { RoundFacts } from '#server/deployer/observe.ts';
import { creationLine, type PlatformLine, platformLines } from '#server/deployer/platform-lines.ts';
import { usageEnd } from '#server/deployer/usage-end.ts';
import { isPresent } from '#server/domain/instance.ts';
import { isSame, type Plan } from '#server/domain/plan.ts';

export type Recorded = {
  /** False: everything was so already, the plan has come to rest. */
  hasChanged: boolean;
  lines: PlatformLine[];
};

export function recordPlan(context: DeployerContext, facts: RoundFacts, plan: Plan): Recorded {
  const creationLines = writeInstances(context, facts, plan);
  const hasChanged = [
    plan.changed.length > 0,
    plan.created.length > 0,
    writeRoutes(context, facts, plan),
    writeStatuses(context, facts, plan),
    writeSteps(context, plan),
    finishReady(context, facts, plan),
  ].includes(true);
  if (hasChanged) {
    const { id, generation } = facts.desired;
    raiseRevision(context.db, id, plan.routes?.generation ?? generation);
  }
  return { hasChanged, lines: [...platformLines(facts, plan), ...creationLines] };
}

function writeInstances(context: DeployerContext, facts: RoundFacts, plan: Plan): PlatformLine[] {
  for (const { instance, from } of plan.changed) {
    updateInstance(context.db, instance, from, usageEnd(context, facts, instance));
    if (instance.state === 'exited' || instance.state === 'removed') {
      context.findings.forgetInstance(instance.id);
    }
  }
  if (plan.changed.some(({ instance }) => !isPresent(instance))) wakeShort(context);
  return plan.created.flatMap(({ versionId, snapshotNumber, cpu, memoryGb, count }) => {
    const version = facts.desired.versions.find((candidate) => candidate.id === versionId);
    return Array.from({ length: count }).flatMap(() => {
      const id = context.randomText(12);
      insertInstance(context.db, {
        id,
        serviceId: facts.desired.id,
        versionId,
        snapshotNumber,
        state: 'creating',
        cpu,
        memoryGb,
        createdAt: context.now(),
      });
      return creationLine(facts, plan, version, id);
    });
  });
}

/** Something of the machine is free again. */
function wakeShort({ db, wake }: DeployerContext): void {
  for (const serviceId of listShortServices(db)) wake(serviceId);
}

function writeRoutes({ db }: DeployerContext, { desired, observed }: RoundFacts, plan: Plan): boolean {
  if (isSame(observed.routes?.document ?? null, plan.routes)) return false;
  saveRoutes(db, desired.id, plan.routes);
  return true;
}

function writeStatuses(context: DeployerContext, { desired, observed }: RoundFacts, plan: Plan): boolean {
  const changed = plan.versionStatuses.filter(
    (status) => !isSame(status, observed.versionStatuses.get(status.versionId)),
  );
  for (const status of changed) saveVersionStatus(context.db, desired.id, status, context.now());
  return changed.length > 0;
}

function writeSteps({ db }: DeployerContext, plan: Plan): boolean {
  for (const { deploymentId, steps } of plan.steps) saveSteps(db, deploymentId, steps);
  return plan.steps.length > 0;
}

function finishReady(context: DeployerContext, { desired }: RoundFacts, plan: Plan): boolean {
  const finished = plan.readyDeployments.filter((deploymentId) => {
    const deployment = desired.versions.find(
      (version) => version.deployment?.id === deploymentId,
    )?.deployment;
    if (!deployment) return false;
    const counts = requestsDuring(context, desired.id, deployment);
    return finishDeployment(asCommandContext(context), { deploymentId, ...counts });
  });
  return finished.length > 0;
}
