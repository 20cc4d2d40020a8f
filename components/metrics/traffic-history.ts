// Who got which part of the traffic, over the time of a chart.
import type { MetricMark } from '#server/api/views/metric-marks.ts';
import type { Sampling } from '#server/domain/metric-sampling.ts';
import type { TrafficPolicy } from '#server/domain/traffic.ts';

/** Epoch seconds. `policy` null: before any traffic was set. */
export type TrafficSpan = { from: number; to: number; policy: TrafficPolicy | null };

/** One span for each traffic that held, without gaps, oldest first. */
export function trafficHistory(
  { from, to }: Pick<Sampling, 'from' | 'to'>,
  initial: TrafficPolicy | null,
  marks: readonly MetricMark[],
): TrafficSpan[] {
  const spans: TrafficSpan[] = [{ from, to, policy: initial }];
  for (const mark of marks) {
    if (mark.kind !== 'traffic.set') continue;
    const at = Math.min(Math.max(mark.at / 1000, from), to);
    const last = spans.at(-1);
    if (last) last.to = at;
    spans.push({ from: at, to, policy: mark.after });
  }
  return spans.filter((span) => span.from < span.to);
}

/** Versions that got more than before; rules and what was taken away have none. */
export function risenShares(before: TrafficPolicy | null, after: TrafficPolicy | null) {
  if (after?.mode !== 'percent') return [];
  const was = new Map(
    before?.mode === 'percent' ? before.shares.map(({ versionId, percent }) => [versionId, percent]) : [],
  );
  return after.shares.filter(({ versionId, percent }) => percent > (was.get(versionId) ?? 0));
}
