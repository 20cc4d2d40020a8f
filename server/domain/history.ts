// 版本历史: the configurations that served a version, found from the deployments that succeeded.

/** A deployment that succeeded. Times in epoch ms. */
export type Success = {
  snapshotNumber: number;
  fromSnapshotNumber: number | null;
  createdBy: string;
  finishedAt: number;
};

export type HistoryEntry = {
  number: number;
  /** What served before it did for the first time; null for the first configuration of the version. */
  beforeNumber: number | null;
  /** When it came live last, and by whom. */
  liveAt: number;
  deployedBy: string;
  /** When the next one took its place; null while it serves. */
  liveUntil: number | null;
};

/**
 * One entry for each snapshot that ever served, newest number first (S2-17). What failed or was cancelled never
 * served: it is in 部署记录 only. `successes`: oldest first.
 */
export function historyOf(successes: readonly Success[]): HistoryEntry[] {
  const entries = new Map<number, HistoryEntry>();
  successes.forEach((success, index) => {
    const number = success.snapshotNumber;
    entries.set(number, {
      number,
      beforeNumber: entries.get(number)?.beforeNumber ?? beforeOf(success, entries.has(number)),
      liveAt: success.finishedAt,
      deployedBy: success.createdBy,
      liveUntil: successes[index + 1]?.finishedAt ?? null,
    });
  });
  return [...entries.values()].sort((a, b) => b.number - a.number);
}

/** A rollback changes nothing of what its snapshot was made from. */
function beforeOf({ fromSnapshotNumber }: Success, isKnown: boolean): number | null {
  return isKnown ? null : fromSnapshotNumber;
}
