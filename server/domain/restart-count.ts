// 重启: an instance is never started again itself; one that ends by itself is replaced by a new one. So the restarts
// of an instance are those of the one whose place it took, and one more.
import type { Instance } from '#server/domain/instance.ts';
import { FAILURE_MEMORY_MS } from '#server/domain/plan/restart-pause.ts';
import type { StopReason } from '#server/domain/stop-reason.ts';

type Placed = Pick<Instance, 'id' | 'state' | 'snapshotNumber' | 'createdAt' | 'stoppedAt'> & {
  stopReason: StopReason | null;
};

/**
 * Restarts by id, of instances of one version. Which place one took is not recorded: the first to come takes the one
 * that was first left, of the same snapshot, and not longer ago than failures are remembered.
 */
export function restartCounts(instances: readonly Placed[]): Map<string, number> {
  const counts = new Map<string, number>();
  const left = instances.filter(hasFailed).toSorted((a, b) => (a.stoppedAt ?? 0) - (b.stoppedAt ?? 0));
  for (const instance of instances.toSorted((a, b) => a.createdAt - b.createdAt)) {
    const index = left.findIndex((former) => isBefore(former, instance));
    const [former] = index < 0 ? [] : left.splice(index, 1);
    counts.set(instance.id, former ? (counts.get(former.id) ?? 0) + 1 : 0);
  }
  return counts;
}

function hasFailed({ state, stopReason }: Placed): boolean {
  return state === 'exited' || (state === 'removed' && stopReason === 'not-ready');
}

function isBefore(former: Placed, instance: Placed): boolean {
  if (former.snapshotNumber !== instance.snapshotNumber || former.stoppedAt === null) return false;
  const since = instance.createdAt - former.stoppedAt;
  return former.id !== instance.id && since >= 0 && since <= FAILURE_MEMORY_MS;
}
