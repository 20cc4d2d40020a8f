// 监控: from the time that somebody asks for to the points of a chart, and to the tables that answer for them.
import { DAY, HOUR, HOURS_KEPT, MINUTE, MINUTES_KEPT, spanOf } from '#server/domain/metric-spans.ts';

/** Ranges that end now → seconds. */
export const METRIC_RANGES = { '1h': HOUR, '1d': DAY, '7d': 7 * DAY, '30d': 30 * DAY } as const;
export type MetricRange = keyof typeof METRIC_RANGES;
export const METRIC_RANGE_NAMES = Object.keys(METRIC_RANGES) as [MetricRange, ...MetricRange[]];

/** The shortest range that may be asked for (console-spec 10.1). */
export const SHORTEST_RANGE = 5 * MINUTE;
/** Up to this, there is a point for each minute: finer than the original's five minutes. */
const MINUTE_POINTS = 2 * HOUR;
const HOUR_POINTS = 15 * DAY;
/** A point of fewer seconds is not shown yet: one request in a second would look like a burst. */
const SHORTEST_POINT = 5;

/** Epoch seconds. */
export type AskedRange = { last: MetricRange } | { from: number; to: number };

/** Points of `stepSeconds` each, the first at `from`, the last cut off at `to`. Epoch seconds. */
export type Sampling = { from: number; to: number; stepSeconds: number };

/**
 * The points for a range: up to 2 hours by the minute, up to a day by 5 minutes, up to 15 days by the hour, above by
 * the day (console-spec 10.1); by the hour too where minutes are kept no more. Days begin at midnight of a zone that
 * is `zoneOffset` seconds east of UTC. What is too short is widened, what is not kept is left out.
 */
export function samplingOf(asked: AskedRange, now: number, zoneOffset: number): Sampling {
  const { from, to } = boundsOf(asked, now);
  const stepSeconds = stepOf(to - from, now - from);
  const shift = stepSeconds === DAY ? Math.round(zoneOffset / HOUR) * HOUR : 0;
  const start = spanOf(from + shift, stepSeconds) - shift;
  const isLastTooShort = (to - start) % stepSeconds < SHORTEST_POINT && to - start > stepSeconds;
  return { from: start, to: isLastTooShort ? to - ((to - start) % stepSeconds) : to, stepSeconds };
}

function boundsOf(asked: AskedRange, now: number): { from: number; to: number } {
  if ('last' in asked) return { from: now - METRIC_RANGES[asked.last], to: now };
  const to = Math.max(Math.min(asked.to, now), now - HOURS_KEPT + SHORTEST_RANGE);
  return { from: Math.min(Math.max(asked.from, now - HOURS_KEPT), to - SHORTEST_RANGE), to };
}

function stepOf(length: number, age: number): number {
  if (length > HOUR_POINTS) return DAY;
  if (length > DAY || age > MINUTES_KEPT) return HOUR;
  return length > MINUTE_POINTS ? 5 * MINUTE : MINUTE;
}

export function countPoints({ from, to, stepSeconds }: Sampling): number {
  return Math.ceil((to - from) / stepSeconds);
}

/** Which point an epoch second belongs to. */
export function pointOf({ from, stepSeconds }: Sampling, second: number): number {
  return Math.floor((second - from) / stepSeconds);
}

/** Seconds that a point stands for. */
export function pointSeconds({ from, to, stepSeconds }: Sampling, point: number): number {
  return Math.min(stepSeconds, to - from - point * stepSeconds);
}

export type CountTable = 'hours' | 'minutes' | 'seconds';
export type Part = { table: CountTable; from: number; to: number };

/**
 * Which tables answer, each for its part of the time: hours as far as they are summed, from there minutes, from there
 * single seconds; no hours for points that are shorter. `summed`: everything before these epoch seconds is.
 */
export function partsOf(sampling: Sampling, summed: { minutes: number; hours: number }): Part[] {
  const { from, to, stepSeconds } = sampling;
  const within = (second: number, end: number) => Math.max(from, Math.min(second, end));
  const minutesEnd = within(summed.minutes, to);
  const hoursEnd = stepSeconds >= HOUR ? within(summed.hours, minutesEnd) : from;
  const parts: Part[] = [
    { table: 'hours', from, to: hoursEnd },
    { table: 'minutes', from: hoursEnd, to: minutesEnd },
    { table: 'seconds', from: minutesEnd, to },
  ];
  return parts.filter((part) => part.from < part.to);
}
