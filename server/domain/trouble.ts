// Why a version that came live once is not well now, told from how its instances ended.
import type { Instance } from '#server/domain/instance.ts';
import { FAILURE_MEMORY_MS, hasFailed } from '#server/domain/plan/restart-pause.ts';

type Ended = Pick<
  Instance,
  'id' | 'state' | 'snapshotNumber' | 'startedAt' | 'readyAt' | 'stoppedAt' | 'exitCode' | 'stopReason'
>;

/** How an instance ended. */
export type Ending =
  /** By itself, with a code. */
  | 'exited'
  /** It ran, and the engine does not know it any more. */
  | 'vanished'
  /** The engine could not start it. */
  | 'not-started'
  /** It ran and was stopped, because it never got ready. */
  | 'not-ready';

export type Trouble =
  /** Instances are missing, and none has failed of late. */
  | { kind: 'missing' }
  | {
      kind: Ending;
      /** The one that ended last. */
      instanceId: string;
      exitCode: number | null;
      /** How long it ran; 0 where it never did. */
      ranMs: number;
      /** Epoch ms. */
      endedAt: number;
      /** How many ended so in the last 10 minutes; each was replaced, or will be. */
      failures: number;
    };

export type TroubleFacts = {
  /** What is made instances of now; others failed for other reasons. */
  snapshotNumber: number;
  /** Epoch ms of the end of its last deployment, which tells itself what failed before. */
  deployedAt: number;
  now: number;
  ready: number;
  isAbnormal: boolean;
};

/** With ready instances one that failed is an accident; from the second on it is a trouble. */
const FAILURES_OF_ACCIDENT = 1;

/** Null while it is well, or what is missing is on its way for the first time. */
export function troubleOf(instances: readonly Ended[], facts: TroubleFacts): Trouble | null {
  const { snapshotNumber, deployedAt, now, ready } = facts;
  const since = Math.max(deployedAt, now - FAILURE_MEMORY_MS);
  const failed = instances
    .filter((instance) => hasFailed(instance) && instance.snapshotNumber === snapshotNumber)
    .filter(({ stoppedAt }) => (stoppedAt ?? 0) > since)
    .toSorted((a, b) => (a.stoppedAt ?? 0) - (b.stoppedAt ?? 0));
  const last = failed.at(-1);
  if (!last) return facts.isAbnormal ? { kind: 'missing' } : null;
  if (ready > 0 && failed.length <= FAILURES_OF_ACCIDENT) return null;
  return endOf(last, failed.length);
}

function endOf(last: Ended, failures: number): Trouble {
  const endedAt = last.stoppedAt ?? 0;
  const ranMs = last.startedAt === null ? 0 : Math.max(0, endedAt - last.startedAt);
  return { kind: endingOf(last), instanceId: last.id, exitCode: last.exitCode, ranMs, endedAt, failures };
}

function endingOf({ state, startedAt, exitCode }: Ended): Ending {
  if (state === 'removed') return 'not-ready';
  if (exitCode !== null) return 'exited';
  return startedAt === null ? 'not-started' : 'vanished';
}
