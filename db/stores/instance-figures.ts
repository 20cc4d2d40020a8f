// Reading what instances of a version used and answered of late.
import { and, asc, eq, gte, inArray, max, sum } from 'drizzle-orm';
import { instanceRequests, instanceSamples } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';

export type Usage = Pick<typeof instanceSamples.$inferSelect, 'at' | 'cpuCores' | 'memoryBytes'>;

export type Answered = { requests: number; errors: number; peakInFlight: number };

type Ids = { serviceId: string; versionId: string };

/** Samples from `since` (epoch seconds) on by instance, oldest first. Instances without one are absent. */
export function recentUsages(
  metrics: MetricsDb,
  { serviceId, versionId }: Ids,
  since: number,
): Map<string, Usage[]> {
  const rows = metrics
    .select()
    .from(instanceSamples)
    .where(
      and(
        eq(instanceSamples.serviceId, serviceId),
        eq(instanceSamples.versionId, versionId),
        gte(instanceSamples.at, since),
      ),
    )
    .orderBy(asc(instanceSamples.at))
    .all();
  return Map.groupBy(rows, ({ instanceId }) => instanceId);
}

/** Of the minutes from `since` (epoch seconds) on, by instance, all workers. Instances without requests are absent. */
export function recentAnswers(
  metrics: MetricsDb,
  instanceIds: readonly string[],
  since: number,
): Map<string, Answered> {
  const rows = metrics
    .select({
      instanceId: instanceRequests.instanceId,
      requests: sum(instanceRequests.requests),
      errors: sum(instanceRequests.errors),
      peakInFlight: max(instanceRequests.peakInFlight),
    })
    .from(instanceRequests)
    .where(and(inArray(instanceRequests.instanceId, [...instanceIds]), gte(instanceRequests.at, since)))
    .groupBy(instanceRequests.instanceId)
    .all();
  return new Map(
    rows.map(({ instanceId, requests, errors, peakInFlight }) => [
      instanceId,
      { requests: Number(requests), errors: Number(errors), peakInFlight: peakInFlight ?? 0 },
    ]),
  );
}
