// 用量: what instances were given, and for how long; what sleeping saved (console-spec 9, S3-59, S3-60). How it is
// counted, and why so: docs/decisions/030-usage.md.

/** Epoch ms; `to` is not in it any more. */
export type UsageRange = { from: number; to: number };

/** From the create call to the end; `endedAt` null while it is there. Epoch ms. */
export type UsageSpan = { cpu: number; memoryGb: number; startedAt: number; endedAt: number | null };

export type Usage = {
  /** 核×分钟 */
  cpuMinutes: number;
  /** GiB×分钟 */
  memoryGbMinutes: number;
  /** How many spans were there at some time of it. */
  count: number;
};

/** Σ (what was given × minutes in the range). What is still there counts until `now` (epoch ms). */
export function usageIn(spans: readonly UsageSpan[], range: UsageRange, now: number): Usage {
  const usage = { cpuSeconds: 0, memoryGbSeconds: 0, count: 0 };
  for (const span of spans) {
    const seconds = secondsIn(span, range, now);
    usage.cpuSeconds += span.cpu * seconds;
    usage.memoryGbSeconds += span.memoryGb * seconds;
    usage.count += isIn(span, range, now) ? 1 : 0;
  }
  return {
    cpuMinutes: usage.cpuSeconds / 60,
    memoryGbMinutes: usage.memoryGbSeconds / 60,
    count: usage.count,
  };
}

/** As {@link usageIn}, of each group, in the order in which the groups first come. */
export function usageBy<Span extends UsageSpan>(
  spans: readonly Span[],
  keyOf: (span: Span) => string,
  range: UsageRange,
  now: number,
): Map<string, Usage> {
  const groups = Map.groupBy(spans, keyOf);
  return new Map([...groups].map(([key, ofKey]) => [key, usageIn(ofKey, range, now)]));
}

/**
 * Whole seconds (秒级) by the beats of the clock between start and end, so that the parts of a range add up to the
 * whole: nothing is counted twice and nothing falls between two days.
 */
export function secondsIn(span: UsageSpan, range: UsageRange, now: number): number {
  const { start, end } = overlap(span, range, now);
  return Math.max(0, Math.floor(end / 1000) - Math.floor(start / 1000));
}

function isIn(span: UsageSpan, range: UsageRange, now: number): boolean {
  const { start, end } = overlap(span, range, now);
  return start < end;
}

function overlap(span: UsageSpan, range: UsageRange, now: number): { start: number; end: number } {
  return {
    start: Math.max(span.startedAt, range.from),
    end: Math.min(span.endedAt ?? now, range.to),
  };
}

/** What is known of how an instance ended. Epoch ms; null where it is not known. */
export type EndFacts = {
  createdAt: number;
  /** When it was first seen to run; null: it never was. */
  startedAt: number | null;
  readyAt: number | null;
  drainingAt: number | null;
  /** When our own call had removed it. */
  removedAt: number | null;
  /** By the engine's clock. */
  finishedAt: number | null;
  /** When it was last seen to use something. */
  sampledAt: number | null;
};

/**
 * When an instance stopped counting: as our own call or the engine tells, else when it was last seen to run, so that
 * nobody pays for the hours in which the machine was off. A start that failed counts what it took.
 */
export function endOfUsage(facts: EndFacts, now: number): number {
  const { createdAt, startedAt, readyAt, drainingAt, removedAt, finishedAt, sampledAt } = facts;
  const lastSeenAt = Math.max(startedAt ?? now, readyAt ?? 0, drainingAt ?? 0, sampledAt ?? 0);
  return Math.max(createdAt, Math.min(removedAt ?? finishedAt ?? lastSeenAt, now));
}
