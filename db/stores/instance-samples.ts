// What instances use, as the deployer saw it. Writer: the deployer.
import { and, eq, gte } from 'drizzle-orm';
import { instanceSamples } from '#db/metrics-schema.ts';
import type { MetricsDb } from '#db/open.ts';
import { MINUTE } from '#server/domain/metric-spans.ts';

export type InstanceSample = typeof instanceSamples.$inferSelect;

/** In one commit. Of two looks in the same second the later one stays. */
export function writeSamples(metrics: MetricsDb, samples: readonly InstanceSample[]): void {
  const insert = metrics.$client.prepare(
    `insert or replace into instance_samples (service_id, version_id, instance_id, at, cpu_cores, memory_bytes)
     values (@serviceId, @versionId, @instanceId, @at, @cpuCores, @memoryBytes)`,
  );
  metrics.$client
    .transaction(() => {
      for (const sample of samples) insert.run(sample);
    })
    .immediate();
}

/** Those of a service since this epoch second, oldest first. */
export function listSamples(metrics: MetricsDb, serviceId: string, since: number): InstanceSample[] {
  return metrics
    .select()
    .from(instanceSamples)
    .where(and(eq(instanceSamples.serviceId, serviceId), gte(instanceSamples.at, since)))
    .orderBy(instanceSamples.at, instanceSamples.instanceId)
    .all();
}

/** Epoch ms at which the instance was last seen to use something, to the minute where it is long ago; null: never. */
export function lastSeenAt(
  metrics: MetricsDb,
  instance: Pick<InstanceSample, 'serviceId' | 'versionId' | 'instanceId'>,
): number | null {
  const latest = (table: string, lasts: number) =>
    `select max(at) + ${lasts} as at from ${table}
     where service_id = @serviceId and version_id = @versionId and instance_id = @instanceId`;
  const sql = `select max(at) from (${latest('instance_samples', 0)} union all ${latest('instance_minutes', MINUTE)})`;
  const at = metrics.$client.prepare(sql).pluck().get(instance) as number | null;
  return at === null ? null : at * 1000;
}
