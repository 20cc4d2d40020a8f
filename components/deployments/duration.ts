const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A text of `deployments.duration.<key>` with its values. */
export type Duration =
  | { key: 'seconds'; values: { seconds: string } }
  | { key: 'minutes'; values: { minutes: number; seconds: number } }
  | { key: 'hours'; values: { hours: number; minutes: number } }
  | { key: 'days'; values: { days: number; hours: number } };

/** How long something took, in ms: tenths below a minute; whole seconds while it is still running. */
export function durationOf(ms: number, isRunning = false): Duration {
  const elapsed = Math.max(0, ms);
  if (elapsed < MINUTE_MS) return { key: 'seconds', values: { seconds: secondsOf(elapsed, isRunning) } };
  if (elapsed < HOUR_MS) {
    const minutes = Math.floor(elapsed / MINUTE_MS);
    return {
      key: 'minutes',
      values: { minutes, seconds: Math.floor((elapsed % MINUTE_MS) / SECOND_MS) },
    };
  }
  const hours = Math.floor(elapsed / HOUR_MS);
  if (elapsed >= DAY_MS) {
    return { key: 'days', values: { days: Math.floor(elapsed / DAY_MS), hours: hours % 24 } };
  }
  return { key: 'hours', values: { hours, minutes: Math.floor((elapsed % HOUR_MS) / MINUTE_MS) } };
}

function secondsOf(ms: number, isRunning: boolean): string {
  if (isRunning) return String(Math.floor(ms / SECOND_MS));
  return ms < 100 ? '<0.1' : (Math.floor(ms / 100) / 10).toFixed(1);
}
