// Everything that people asked for of one service, as the plan reads it.
import { and, asc, eq, exists, inArray, isNull, or } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { instances, services, snapshots, versions } from '#db/schema.ts';
import { type Deployment, lastDeployments } from '#db/stores/deployments.ts';
import { readPolicy } from '#db/stores/services.ts';
import { PRESENT_STATES } from '#server/domain/instance.ts';
import type { DesiredDeployment, DesiredService } from '#server/domain/plan/desired.ts';

/**
 * With deleted versions as long as they have instances left. Undefined where the service's rows are gone, which is
 * so after its environment was deleted.
 */
export function loadDesiredService(db: Db, serviceId: string): DesiredService | undefined {
  const service = db.select().from(services).where(eq(services.id, serviceId)).get();
  if (!service) return undefined;
  const rows = listVersionsInUse(db, serviceId);
  const deployments = lastDeployments(
    db,
    rows.map(({ version }) => version.id),
  );
  const { id, name, environmentId, host, releaseMode, isPaused, generation } = service;
  return {
    id,
    name,
    environmentId,
    host,
    releaseMode,
    isPaused,
    isDeleted: service.deletedAt !== null,
    generation,
    policy: readPolicy(db, serviceId),
    versions: rows.map(({ version, spec }) => ({
      id: version.id,
      name: version.name,
      number: version.number,
      snapshotNumber: version.snapshotNumber,
      spec,
      isDeleted: version.deletedAt !== null,
      deployment: desiredDeployment(deployments.get(version.id)),
    })),
  };
}

function listVersionsInUse(db: Db, serviceId: string) {
  const left = db
    .select()
    .from(instances)
    .where(and(eq(instances.versionId, versions.id), inArray(instances.state, [...PRESENT_STATES])));
  return db
    .select({ version: versions, spec: snapshots.spec })
    .from(versions)
    .innerJoin(
      snapshots,
      and(eq(snapshots.versionId, versions.id), eq(snapshots.number, versions.snapshotNumber)),
    )
    .where(and(eq(versions.serviceId, serviceId), or(isNull(versions.deletedAt), exists(left))))
    .orderBy(asc(versions.number))
    .all();
}

function desiredDeployment(deployment: Deployment | undefined): DesiredDeployment | null {
  if (!deployment) return null;
  const { id, state, trafficStrategy, createdAt, finishedAt, failure } = deployment;
  return { id, state, trafficStrategy, createdAt, finishedAt, failureCode: failure?.code ?? null };
}
