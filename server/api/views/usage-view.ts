import { z } from 'zod';
import { listEnvironments } from '#db/stores/environments.ts';
import { listSleeps, listUsage, listUsedEnvironments } from '#db/stores/usage.ts';
import type { ApiContext } from '#server/api/context.ts';
import { BYTE_ORDER_MARK, csvLine } from '#server/domain/csv.ts';
import { quietParts } from '#server/domain/quiet-parts.ts';
import { isTimeZone } from '#server/domain/scale-settings.ts';
import { countDays, daysOf, monthsOf, rangeOf } from '#server/domain/usage-periods.ts';
import { figuresOf, type UsageRecords, usageByPeriod, usageByService } from '#server/domain/usage-report.ts';

const LONGEST_DAYS = 400;
const dateSchema = z.iso.date({ error: 'usage_date_invalid' });

/** Days of a time zone, both included; all that the caller may see, or one environment of it. */
export const usageInput = z
  .object({
    from: dateSchema,
    to: dateSchema,
    timeZone: z.string().max(100).refine(isTimeZone, 'time_zone_invalid').default('Asia/Shanghai'),
    environmentId: z.string().optional(),
    by: z.enum(['day', 'month']).default('day'),
  })
  .refine((asked) => countDays(asked) >= 1 && countDays(asked) <= LONGEST_DAYS, {
    error: 'usage_range_invalid',
    path: ['to'],
  });

export type UsageInput = z.output<typeof usageInput>;

type UsageContext = Pick<ApiContext, 'db'> & { mayIn: (environmentId: string) => boolean };

/** What was used, in all, by day or month, and by service and version. `until`: what is still there counts so far. */
export function readUsage(ctx: UsageContext, input: UsageInput, now: number) {
  const { records, aliases } = readRecords(ctx, input);
  const range = rangeOf(input);
  const services = usageByService(records, range, now).map((service) => ({
    ...service,
    /** Null: it was deleted since. */
    environmentAlias: aliases.get(service.environmentId) ?? null,
  }));
  const periods = usageByPeriod(records, periodsOf(input), now);
  return { total: figuresOf(records, range, now), periods, services, until: Math.min(now, range.to) };
}

const CSV_HEAD = [
  ...['period', 'environment_id', 'environment', 'service', 'version'],
  ...['cpu_core_minutes', 'memory_gib_minutes', 'instances'],
  ...['saved_cpu_core_minutes', 'saved_memory_gib_minutes'],
];

/** A line for each version and period in which it used or saved something. */
export function usageCsv(ctx: UsageContext, input: UsageInput, now: number): string {
  const { records, aliases } = readRecords(ctx, input);
  const lines = periodsOf(input).flatMap(({ name, range }) =>
    usageByService(records, range, now).flatMap(({ environmentId, serviceName, versions }) =>
      versions
        .filter(({ instances, savedCpuMinutes }) => instances > 0 || savedCpuMinutes > 0)
        .map((version) =>
          csvLine([
            ...[name, environmentId, aliases.get(environmentId) ?? '', serviceName, version.versionName],
            ...[rounded(version.cpuMinutes), rounded(version.memoryGbMinutes), version.instances],
            ...[rounded(version.savedCpuMinutes), rounded(version.savedMemoryGbMinutes)],
          ]),
        ),
    ),
  );
  return `${BYTE_ORDER_MARK}${csvLine(CSV_HEAD)}${lines.join('')}`;
}

function periodsOf(input: UsageInput) {
  return input.by === 'day' ? daysOf(input) : monthsOf(input);
}

/** Those of environments that are gone too, for whoever may see every environment. */
function readRecords({ db, mayIn }: UsageContext, input: UsageInput) {
  const ids = listUsedEnvironments(db).filter((id) => mayIn(id) && (input.environmentId ?? id) === id);
  const range = rangeOf(input);
  const lifetimes = listUsage(db, ids, range);
  const records: UsageRecords = { lifetimes, sleeps: quietParts(listSleeps(db, ids, range), lifetimes) };
  return { records, aliases: new Map(listEnvironments(db).map(({ id, alias }) => [id, alias])) };
}

/** A hundredth of a minute is less than a second. */
function rounded(minutes: number): number {
  return Math.round(minutes * 1000) / 1000;
}
