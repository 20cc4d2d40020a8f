// Which of a version's instances go now, each with the reason.
import { countsAsWanted, type Instance } from '#server/domain/instance.ts';
import { dismissChosen, dismissSurplus } from '#server/domain/plan/balance.ts';
import type { DesiredService, DesiredVersion } from '#server/domain/plan/desired.ts';
import type { ObservedInstance } from '#server/domain/plan/observed.ts';
import type { Wanted } from '#server/domain/plan/wanted.ts';
import { type StopFacts, stopReason } from '#server/domain/stop-reason.ts';

export type SendAwayFacts = {
  desired: DesiredService;
  /** Undefined where nothing but instances is left of it. */
  version: DesiredVersion | undefined;
  /** What its instances are to be made from now. */
  goal: Pick<DesiredVersion, 'snapshotNumber'> | undefined;
  wanted: Wanted;
  /** As they were read. */
  before: readonly ObservedInstance[];
  now: number;
};

/** Those that people stopped, and those that are too many, go. */
export function sendAway(settled: readonly Instance[], facts: SendAwayFacts): Instance[] {
  const { desired, version, goal, wanted, before, now } = facts;
  const stopped = new Set(desired.scaling.mode === 'manualScale' ? version?.manual?.stopped : []);
  const staying = dismissChosen(settled, ({ id }) => stopped.has(id), now);
  const count = { snapshotNumber: goal?.snapshotNumber ?? 0, count: wanted.instances };
  const stayed = new Set(
    before.filter(({ instance }) => countsAsWanted(instance)).map(({ instance }) => instance.id),
  );
  const late = new Set(settled.filter(({ state }) => state === 'stopping').map(({ id }) => id));
  return dismissSurplus(staying, count, now).map((instance) => {
    if (instance.stopReason !== null || !isLeaving(instance) || !stayed.has(instance.id)) return instance;
    return { ...instance, stopReason: stopReason(reasonFacts(instance, facts, late.has(instance.id))) };
  });
}

function reasonFacts(
  instance: Instance,
  { desired, version, goal, wanted }: SendAwayFacts,
  isLate: boolean,
): StopFacts {
  const isThere = version !== undefined && !version.isDeleted && !desired.isDeleted;
  const made = { hasSucceeded: version?.hasSucceeded ?? false, snapshotNumber: goal?.snapshotNumber ?? 0 };
  const { instances, reason } = wanted;
  return { instance, version: isThere ? made : undefined, wanted: instances, reason, isLate };
}

function isLeaving({ state }: Instance): boolean {
  return state === 'draining' || state === 'stopping';
}
