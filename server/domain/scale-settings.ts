// 自动伸缩配置: how a service scales, whatever its versions' own minimum and maximum are (console-spec 6.1, 1.13).
import { z } from 'zod';

/** The enumeration of the originals' API (console-spec 6.1). */
export const OPERATION_MODES = [
  /** 持续运行: as many as the version's minimum, at least one; never scales. */
  'noScale',
  /** 始终自动扩缩容 */
  'alwaysScale',
  /** 白天持续运行，夜间自动扩缩容: 8:00 to 24:00 never below the minimum, at least one; else down to zero. */
  'condScale',
  /** 自定义: as alwaysScale, with timer rules. */
  'custom',
  /** 手动启停实例 */
  'manualScale',
] as const;

export type OperationMode = (typeof OPERATION_MODES)[number];

const dateSchema = z.iso.date({ error: 'timer_date_invalid' });
const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'timer_time_invalid');

/** 定时扩缩容: within the window the minimum is `replicas`; load may still raise it up to the maximum. */
export const timerRuleSchema = z.object({
  cycle: z.enum(['once', 'daily', 'weekly', 'monthly']),
  /** Of `weekly` 1–7 (Monday is 1), of `monthly` 1–31; else empty. */
  days: z.array(z.int().min(1).max(31)).max(31).default([]),
  /** From and to these days, both included; null: for ever. `once` needs both. */
  startDate: dateSchema.nullable().default(null),
  endDate: dateSchema.nullable().default(null),
  /** `HH:mm`; an end before the start is on the day after. */
  startTime: timeSchema,
  endTime: timeSchema,
  replicas: z
    .int({ error: 'timer_replicas_invalid' })
    .min(1, 'timer_replicas_invalid')
    .max(50, 'timer_replicas_invalid'),
  isOn: z.boolean().default(true),
});

export type TimerRule = z.output<typeof timerRuleSchema>;

const MOST_TIMERS = 20;
/** Requests in flight that an instance can be meant for. */
const MOST_IN_FLIGHT = 10_000;

/** What a form sends. The rules that need the versions are in commands/set-scaling.ts. */
export const scaleSettingsSchema = z
  .object({
    mode: z.enum(OPERATION_MODES),
    timers: z.array(timerRuleSchema).max(MOST_TIMERS, 'timers_too_many').default([]),
    /** IANA name. */
    timeZone: z.string().max(100).refine(isTimeZone, 'time_zone_invalid').default('Asia/Shanghai'),
    /** Requests in flight that one instance is to have; null: not a reason to scale. */
    inFlightTarget: z
      .int({ error: 'in_flight_target_invalid' })
      .min(1, 'in_flight_target_invalid')
      .max(MOST_IN_FLIGHT, 'in_flight_target_invalid')
      .nullable()
      .default(null),
  })
  .superRefine(({ timers }, context) => {
    timers.forEach((timer, index) => {
      for (const { field, code } of timerIssues(timer)) {
        context.addIssue({ code: 'custom', path: ['timers', index, field], message: code });
      }
    });
  });

export type ScaleSettings = z.output<typeof scaleSettingsSchema>;

export const DEFAULT_SCALE_SETTINGS: ScaleSettings = scaleSettingsSchema.parse({ mode: 'alwaysScale' });

/** The rules that look at more than one field of a timer rule. */
function timerIssues(timer: TimerRule): { field: keyof TimerRule; code: string }[] {
  const { cycle, days, startDate, endDate, startTime, endTime } = timer;
  const issues: { field: keyof TimerRule; code: string }[] = [];
  if (cycle === 'once' && startDate === null)
    issues.push({ field: 'startDate', code: 'timer_dates_required' });
  if (cycle === 'once' && endDate === null) issues.push({ field: 'endDate', code: 'timer_dates_required' });
  if (startDate !== null && endDate !== null && endDate < startDate) {
    issues.push({ field: 'endDate', code: 'timer_dates_reversed' });
  }
  if ((cycle === 'weekly' || cycle === 'monthly') && days.length === 0) {
    issues.push({ field: 'days', code: 'timer_days_required' });
  }
  if (cycle === 'weekly' && days.some((day) => day > 7))
    issues.push({ field: 'days', code: 'timer_days_invalid' });
  if (startTime === endTime) issues.push({ field: 'endTime', code: 'timer_window_empty' });
  return issues;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false; // It has no other way to say so.
  }
}
