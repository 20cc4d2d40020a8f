// Reading what instances of a version used of late. Writer: instance-samples.ts.
import { and, asc, eq, gte } from 'drizzle-orm';
import { instanceSamples } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';

export type Usage = Pick<typeof instanceSamples.$inferSelect, 'at' | 'cpuCores' | 'memoryBytes'>;

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
