// What takes its time and has to be under way now. The deployer starts what is missing and calls off what is not
// named any more.
import type { Instance } from '#server/domain/instance.ts';
import type { Verdict } from '#server/domain/plan/deploy-progress.ts';
import type { DesiredVersion } from '#server/domain/plan/desired.ts';
import type { ObservedInstance } from '#server/domain/plan/observed.ts';
import { canAct, type PlanFacts, type VersionPlan } from '#server/domain/plan/version-plan.ts';

export type PlannedActivity =
  | { kind: 'prepare-image'; deploymentId: string }
  | { kind: 'start'; instanceId: string }
  | { kind: 'probe'; instanceId: string }
  /** Asks it for as long as it is ready (S4-9). */
  | { kind: 'check'; instanceId: string }
  /** Waits until its service's relay has let go of it. */
  | { kind: 'leave-relay'; instanceId: string }
  | { kind: 'stop'; instanceId: string; isOver: boolean }
  | { kind: 'fail'; deploymentId: string; verdict: Verdict };

export function plannedActivities(facts: PlanFacts, versions: readonly VersionPlan[]): PlannedActivity[] {
  const verdicts = versions.flatMap(verdictOf);
  // What prepares an image goes on while the engine is silent: called off, it would begin again from nothing.
  if (!canAct(facts.observed)) return [...verdicts, ...versions.flatMap(imageOf)];
  const seen = new Map(facts.observed.instances.map((entry) => [entry.instance.id, entry]));
  return [
    ...verdicts,
    ...versions.flatMap(imageOf),
    ...versions.flatMap(({ version, instances }) =>
      instances.flatMap((instance) => activityOf(instance, seen.get(instance.id), version)),
    ),
  ];
}

function verdictOf({ version, progress }: VersionPlan): PlannedActivity[] {
  if (!version?.deployment || !progress?.verdict) return [];
  return [{ kind: 'fail', deploymentId: version.deployment.id, verdict: progress.verdict }];
}

function imageOf({ version, progress }: VersionPlan): PlannedActivity[] {
  if (!version?.deployment || !progress?.needsImage) return [];
  return [{ kind: 'prepare-image', deploymentId: version.deployment.id }];
}

function activityOf(
  instance: Instance,
  seen: ObservedInstance | undefined,
  version: DesiredVersion | undefined,
): PlannedActivity[] {
  const instanceId = instance.id;
  const hasContainer = Boolean(seen?.container) || Boolean(seen?.isStartUnderWay);
  switch (instance.state) {
    case 'creating':
      return seen?.startError ? [] : [{ kind: 'start', instanceId }];
    case 'starting':
      return [{ kind: 'probe', instanceId }];
    case 'ready':
      return version && isChecked(instance, version) ? [{ kind: 'check', instanceId }] : [];
    case 'draining':
      return seen?.isRelayed && hasContainer ? [{ kind: 'leave-relay', instanceId }] : [];
    case 'stopping':
      return hasContainer ? [{ kind: 'stop', instanceId, isOver: false }] : [];
    case 'exited':
    case 'removed':
      return hasContainer ? [{ kind: 'stop', instanceId, isOver: true }] : [];
    default:
      return [];
  }
}

/** By the configuration that it was made from. */
function isChecked({ snapshotNumber }: Instance, { spec, serving, ...version }: DesiredVersion): boolean {
  const { liveness, readiness } = snapshotNumber === version.snapshotNumber ? spec : serving.spec;
  return liveness !== null || readiness !== null;
}
