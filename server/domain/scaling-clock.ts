// 定时扩缩容 by the clock on the wall of a time zone (console-spec 1.13). A window is judged by the local date and time
// alone: where a day has 23 or 25 hours it is as much shorter or longer. A day that a month does not have is no day.
import type { TimerRule } from '#server/domain/scale-settings.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A moment on the wall. `dayMs` is its date as midnight UTC, so that days can be counted. */
type Wall = { dayMs: number; minutes: number };

/** Whether `now` (epoch ms) is within a window of this rule. */
export function isTimerActive(timer: TimerRule, timeZone: string, now: number): boolean {
  if (!timer.isOn) return false;
  const { dayMs, minutes } = wallTime(timeZone, now);
  const { start, end, isOvernight } = windowOf(timer);
  const isToday = minutes >= start && (isOvernight || minutes < end);
  const isSinceYesterday = isOvernight && minutes < end;
  return (isToday && beginsOn(timer, dayMs)) || (isSinceYesterday && beginsOn(timer, dayMs - DAY_MS));
}

/** Epoch ms of the next beginning or end of a window within a day or two; null where there is none so soon. */
export function nextTimerEdge(timers: readonly TimerRule[], timeZone: string, now: number): number | null {
  const isOn = timers.filter((timer) => timer.isOn);
  if (isOn.length === 0) return null;
  const today = wallTime(timeZone, now).dayMs;
  const edges = isOn
    .flatMap((timer) => [-1, 0, 1].flatMap((days) => edgesOf(timer, today + days * DAY_MS)))
    .map((wallMs) => epochOf(timeZone, wallMs))
    .filter((at) => at > now);
  return edges.length === 0 ? null : Math.min(...edges);
}

/** Both ends of the window that begins on a day, as if the wall were in UTC. */
function edgesOf(timer: TimerRule, dayMs: number): number[] {
  if (!beginsOn(timer, dayMs)) return [];
  const { start, end, isOvernight } = windowOf(timer);
  return [dayMs + start * MINUTE_MS, dayMs + end * MINUTE_MS + (isOvernight ? DAY_MS : 0)];
}

function windowOf({ startTime, endTime }: TimerRule): { start: number; end: number; isOvernight: boolean } {
  const start = minutesOf(startTime);
  const end = minutesOf(endTime);
  return { start, end, isOvernight: end <= start };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

function beginsOn({ cycle, days, startDate, endDate }: TimerRule, dayMs: number): boolean {
  if (startDate !== null && dayMs < Date.parse(startDate)) return false;
  if (endDate !== null && dayMs > Date.parse(endDate)) return false;
  const day = new Date(dayMs);
  if (cycle === 'weekly') return days.includes(day.getUTCDay() === 0 ? 7 : day.getUTCDay());
  if (cycle === 'monthly') return days.includes(day.getUTCDate());
  return true;
}

/** To make one costs a hundred times as much as to use it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function wallTime(timeZone: string, at: number): Wall {
  const wallMs = wallAsUtc(timeZone, at);
  const dayMs = Math.floor(wallMs / DAY_MS) * DAY_MS;
  return { dayMs, minutes: Math.floor((wallMs - dayMs) / MINUTE_MS) };
}

/** What the wall shows at `at`, to the second, read as if it were UTC. */
function wallAsUtc(timeZone: string, at: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

/** When the wall shows this; of a time that is skipped, when it would have been by the offset before. */
export function epochOf(timeZone: string, wallMs: number): number {
  const offsetAt = (at: number) => wallAsUtc(timeZone, at) - Math.floor(at / 1000) * 1000;
  return wallMs - offsetAt(wallMs - offsetAt(wallMs));
}
