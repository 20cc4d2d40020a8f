/** Versions that 回滚 may go to, newest first: older than the newest with traffic, and not already alone (S3-39). */
export function rollBackTargets<Version extends { number: number; hasTraffic: boolean; canServe: boolean }>(
  versions: readonly Version[],
): Version[] {
  const live = Math.max(0, ...versions.filter(({ hasTraffic }) => hasTraffic).map(({ number }) => number));
  return versions
    .filter(({ number, canServe }) => canServe && number < live)
    .toSorted((a, b) => b.number - a.number);
}
