// How long to wait before an instance that ended by itself is replaced: not at all the first time, then longer and
// longer. Judged by the rows alone, so that a restart of the deployer forgets nothing.
import type { Instance } from '#server/domain/instance.ts';
import type { Times } from '#server/domain/times.ts';

/** Failures older than this are forgiven. */
export const FAILURE_MEMORY_MS = 10 * 60_000;

/** Ended by itself, or was stopped because it never got ready. */
export function hasFailed({
  state,
  readyAt,
  stopReason,
}: Pick<Instance, 'state' | 'readyAt' | 'stopReason'>): boolean {
  const wasLate = readyAt === null && (stopReason === null || stopReason === 'not-ready');
  return state === 'exited' || (state === 'removed' && wasLate);
}

/** The failures that still count. */
export function recentFailures(instances: readonly Instance[], now: number): Instance[] {
  return instances.filter(
    (instance) => hasFailed(instance) && (instance.stoppedAt ?? 0) > now - FAILURE_MEMORY_MS,
  );
}

/**
 * Epoch ms before which no replacement is started. All of a version's `wanted` instances ending together
 * (the machine restarted) count as one failure.
 */
export function mayStartAt(
  failures: readonly Instance[],
  wanted: number,
  times: Pick<Times, 'restartBackoffMs' | 'restartBackoffMaxMs'>,
): number {
  const rounds = Math.ceil(failures.length / Math.max(1, wanted));
  if (rounds <= 1) return 0;
  const pauseMs = Math.min(times.restartBackoffMaxMs, times.restartBackoffMs * 2 ** (rounds - 2));
  return Math.max(...failures.map((instance) => instance.stoppedAt ?? 0)) + pauseMs;
}
