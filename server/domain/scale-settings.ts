// 自动伸缩配置: how a service scales, whatever its versions' own minimum and maximum are (console-spec 6.1, 1.13).
import { z } from 'zod';

/** The enumeration of the originals' API (console-spec 6.1). */
export const OPERATION_MODES = [
  /** 持续运行: as many as the version's minimum, at least one; never scales. */
  'noScale',
  /** 始终自动扩缩容 */
  'alwaysScale',
  /** 白天持续运行，夜间自动扩缩容: 8:00 to 24:00 as noScale with the minimum, else as alwaysScale down to zero. */
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

export type ScaleSettings = {
  mode: OperationMode;
  timers: TimerRule[];
  /** IANA name. */
  timeZone: string;
  inFlightTarget: number | null;
};

export const DEFAULT_SCALE_SETTINGS: ScaleSettings = {
  mode: 'alwaysScale',
  timers: [],
  timeZone: 'Asia/Shanghai',
  inFlightTarget: null,
};
