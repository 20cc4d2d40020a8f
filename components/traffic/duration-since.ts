const MINUTE_MS = 60_000;

/** A text of `traffic.<key>` with its values, coarse enough to be read at a glance. */
export type RoughDuration =
  | { key: 'durationMoment'; values: Record<string, never> }
  | { key: 'durationMinutes'; values: { minutes: number } }
  | { key: 'durationHours'; values: { hours: number; minutes: number } }
  | { key: 'durationDays'; values: { days: number; hours: number } };

/** How long something has lasted, from ms. */
export function roughDuration(ms: number): RoughDuration {
  const minutes = Math.floor(ms / MINUTE_MS);
  if (minutes < 1) return { key: 'durationMoment', values: {} };
  if (minutes < 60) return { key: 'durationMinutes', values: { minutes } };
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return { key: 'durationHours', values: { hours, minutes: minutes % 60 } };
  return { key: 'durationDays', values: { days: Math.floor(hours / 24), hours: hours % 24 } };
}
