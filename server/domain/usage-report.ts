// What 用量 shows: figures by environment, service, version, and by day or month.

import { type UsageRange, type UsageSpan, usageIn } from '#server/domain/usage.ts';
import type { UsagePeriod } from '#server/domain/usage-periods.ts';

export type UsageFigures = {
  /** 核×分钟 */
  cpuMinutes: number;
  /** GiB×分钟 */
  memoryGbMinutes: number;
  /** How many were there at some time. */
  instances: number;
  /** 休眠节省: what one instance would have used while the version slept. */
  savedCpuMinutes: number;
  savedMemoryGbMinutes: number;
};

type Names = {
  environmentId: string;
  serviceId: string;
  serviceName: string;
  versionId: string;
  versionName: string;
};
/** Lifetimes of instances, and the times in which versions slept. */
export type UsageRecords = {
  lifetimes: readonly (UsageSpan & Names)[];
  sleeps: readonly (UsageSpan & Names)[];
};

export type VersionUsage = UsageFigures & { versionId: string; versionName: string };
export type ServiceUsage = UsageFigures & {
  environmentId: string;
  serviceId: string;
  serviceName: string;
  versions: VersionUsage[];
};
export type PeriodUsage = UsageFigures & { name: string };

export function figuresOf({ lifetimes, sleeps }: UsageRecords, range: UsageRange, now: number): UsageFigures {
  const used = usageIn(lifetimes, range, now);
  const saved = usageIn(sleeps, range, now);
  return {
    cpuMinutes: used.cpuMinutes,
    memoryGbMinutes: used.memoryGbMinutes,
    instances: used.count,
    savedCpuMinutes: saved.cpuMinutes,
    savedMemoryGbMinutes: saved.memoryGbMinutes,
  };
}

/** What used most comes first. A service that was made again under its old name is another one. */
export function usageByService(records: UsageRecords, range: UsageRange, now: number): ServiceUsage[] {
  const services = groupsOf(records, ({ serviceId }) => serviceId).map(([names, ofService]) => ({
    environmentId: names.environmentId,
    serviceId: names.serviceId,
    serviceName: names.serviceName,
    ...figuresOf(ofService, range, now),
    versions: usageByVersion(ofService, range, now),
  }));
  return services.toSorted(byMostUsed);
}

function usageByVersion(records: UsageRecords, range: UsageRange, now: number): VersionUsage[] {
  const versions = groupsOf(records, ({ versionId }) => versionId).map(([names, ofVersion]) => ({
    versionId: names.versionId,
    versionName: names.versionName,
    ...figuresOf(ofVersion, range, now),
  }));
  return versions.toSorted(byMostUsed);
}

export function usageByPeriod(
  records: UsageRecords,
  periods: readonly UsagePeriod[],
  now: number,
): PeriodUsage[] {
  return periods.map(({ name, range }) => ({ name, ...figuresOf(records, range, now) }));
}

function groupsOf(
  { lifetimes, sleeps }: UsageRecords,
  keyOf: (names: Names) => string,
): [Names, UsageRecords][] {
  const lived = Map.groupBy(lifetimes, keyOf);
  const slept = Map.groupBy(sleeps, keyOf);
  return [...new Set([...lived.keys(), ...slept.keys()])].flatMap((key) => {
    const records = { lifetimes: lived.get(key) ?? [], sleeps: slept.get(key) ?? [] };
    const names = records.lifetimes[0] ?? records.sleeps[0];
    return names ? [[names, records] satisfies [Names, UsageRecords]] : [];
  });
}

function byMostUsed(a: UsageFigures, b: UsageFigures): number {
  return b.cpuMinutes - a.cpuMinutes || b.savedCpuMinutes - a.savedCpuMinutes;
}
