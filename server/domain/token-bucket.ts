/** How much may be asked for: so many at once, and so many a minute for good. */
export type Allowance = { burst: number; perMinute: number };

/** What is left of an allowance, at a time in epoch ms. */
export type Bucket = { left: number; at: number };

/** `waitMs` above 0: not enough is left; after so long there will be. */
export type Taken = { bucket: Bucket; waitMs: number };

/** Takes `cost` out of a bucket, a full one where there is none yet. What is refused takes nothing. */
export function takeFrom(bucket: Bucket | undefined, allowance: Allowance, cost: number, now: number): Taken {
  const left = refilled(bucket, allowance, now);
  const lacking = Math.min(cost, allowance.burst) - left;
  if (lacking > 0) return { bucket: { left, at: now }, waitMs: (lacking / allowance.perMinute) * MINUTE_MS };
  return { bucket: { left: left - cost, at: now }, waitMs: 0 };
}

/** Whether it may be forgotten: as good as a new one. */
export function isFull(bucket: Bucket, allowance: Allowance, now: number): boolean {
  return refilled(bucket, allowance, now) >= allowance.burst;
}

const MINUTE_MS = 60_000;

/** A clock that went back refills nothing. */
function refilled(bucket: Bucket | undefined, { burst, perMinute }: Allowance, now: number): number {
  if (!bucket) return burst;
  return Math.min(burst, bucket.left + (Math.max(0, now - bucket.at) / MINUTE_MS) * perMinute);
}
