// How finely requests are counted, and for how long each is kept.

export const MINUTE = 60;
export const HOUR = 3_600;
export const DAY = 24 * HOUR;

/** Seconds. */
export const SECONDS_KEPT = 2 * HOUR;
/** Where nobody sums them, seconds are given up after this. */
export const SECONDS_FORGOTTEN = DAY;
export const MINUTES_KEPT = 7 * DAY;
export const HOURS_KEPT = 90 * DAY;

/**
 * A gateway worker that cannot store its counts gives them up after 5 minutes. A second this old does not change any
 * more; what was summed before is summed anew until then.
 */
export const LATEST_SECONDS = 6 * MINUTE;

/** Start of the span in which a second lies. */
export function spanOf(second: number, spanSeconds: number): number {
  return Math.floor(second / spanSeconds) * spanSeconds;
}
