// Latency histogram: fixed buckets, each 20 % wider than the one before, from 0.1 ms to about 10 minutes.

const FIRST_MS = 0.1;
const GROWTH = 1.2;
const LAST_INDEX = 86;
/** Number of buckets. */
export const LATENCY_BUCKETS = LAST_INDEX + 1;
const SCALE = 1 / Math.log(GROWTH);

/** Index of the bucket that holds `ms`. */
export function latencyBucket(ms: number): number {
  if (ms <= FIRST_MS) return 0;
  return Math.min(LAST_INDEX, Math.ceil(Math.log(ms / FIRST_MS) * SCALE));
}

/** Upper edge of a bucket in ms. */
export function bucketEdgeMs(index: number): number {
  return FIRST_MS * GROWTH ** index;
}

/** Sums histograms of the form { bucket index: count }. */
export function mergeLatency(histograms: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const histogram of histograms) {
    for (const [index, count] of Object.entries(histogram)) sum[index] = (sum[index] ?? 0) + count;
  }
  return sum;
}

/** The latency in ms below which `quantile` (0–1) of the requests lie; undefined without requests. */
export function latencyQuantileMs(histogram: Record<string, number>, quantile: number): number | undefined {
  const rows = Object.entries(histogram).map(([index, count]) => [Number(index), count] as const);
  rows.sort((a, b) => a[0] - b[0]);
  const total = rows.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return undefined;
  let seen = 0;
  for (const [index, count] of rows) {
    seen += count;
    if (seen >= quantile * total) return bucketEdgeMs(index);
  }
  return undefined;
}

/**
 * Several quantiles of a histogram by bucket, as {@link latencyQuantileMs} gives one; all undefined without requests.
 * `quantiles` ascend.
 */
export function latencyQuantilesMs(
  counts: readonly number[],
  quantiles: readonly number[],
): (number | undefined)[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let index = -1;
  let seen = 0;
  return quantiles.map((quantile) => {
    if (total === 0) return undefined;
    while (index < 0 || seen < quantile * total) {
      index += 1;
      seen += counts[index] ?? 0;
    }
    return bucketEdgeMs(index);
  });
}

/** The average, taking each request for the middle of its bucket: right to a tenth. */
export function latencyMeanMs(counts: readonly number[]): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const middle = (index: number) => bucketEdgeMs(index) / Math.sqrt(GROWTH);
  return counts.reduce((sum, count, index) => sum + (count > 0 ? count * middle(index) : 0), 0) / total;
}
