// The days and months of a time zone, as spans of time.
import { epochOf } from '#server/domain/scaling-clock.ts';
import type { UsageRange } from '#server/domain/usage.ts';

/** `2026-11-30` or `2026-11`. */
export type UsagePeriod = { name: string; range: UsageRange };

export type Calendar = {
  /** `2026-11-01`: first and last day, both included. */
  from: string;
  to: string;
  /** IANA name. */
  timeZone: string;
};

const DAY_MS = 86_400_000;

/** From the first moment of the first day to the last of the last. */
export function rangeOf({ from, to, timeZone }: Calendar): UsageRange {
  return { from: epochOf(timeZone, wallOf(from)), to: epochOf(timeZone, wallOf(to) + DAY_MS) };
}

/** How many days it has; below one where the end is before the start. */
export function countDays({ from, to }: Pick<Calendar, 'from' | 'to'>): number {
  return (wallOf(to) - wallOf(from)) / DAY_MS + 1;
}

/** Its days in order. A day of 23 or 25 hours is one. */
export function daysOf({ from, to, timeZone }: Calendar): UsagePeriod[] {
  return Array.from({ length: countDays({ from, to }) }, (_, index) => {
    const wallMs = wallOf(from) + index * DAY_MS;
    const name = new Date(wallMs).toISOString().slice(0, 10);
    return { name, range: { from: epochOf(timeZone, wallMs), to: epochOf(timeZone, wallMs + DAY_MS) } };
  });
}

/** Its months in order; the first and the last only as far as they lie in it. */
export function monthsOf(calendar: Calendar): UsagePeriod[] {
  const months = Map.groupBy(daysOf(calendar), ({ name }) => name.slice(0, 7));
  return [...months].map(([name, days]) => ({
    name,
    range: { from: days[0]?.range.from ?? 0, to: days.at(-1)?.range.to ?? 0 },
  }));
}

/** The day's midnight, as if the wall were in UTC. */
function wallOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}
