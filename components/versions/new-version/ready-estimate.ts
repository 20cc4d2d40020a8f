type Record = { state: string; createdAt: number; finishedAt: number | null };

const JUDGED_BY = 5;

/** How long the next deployment will take: the median of the newest five that succeeded. Undefined without any. */
export function readyEstimate(records: readonly Record[]): { seconds: number; count: number } | undefined {
  const durations = records
    .flatMap(({ state, createdAt, finishedAt }) =>
      state === 'succeeded' && finishedAt !== null ? [finishedAt - createdAt] : [],
    )
    .slice(0, JUDGED_BY)
    .sort((a, b) => a - b);
  const median = durations[Math.floor(durations.length / 2)];
  if (median === undefined) return undefined;
  return { seconds: Math.max(1, Math.round(median / 1000)), count: durations.length };
}
