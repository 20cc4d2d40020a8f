// Everything that people asked for of one service, as the plan reads it.
import { and, asc, eq, exists, inArray, isNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import { deployments, services, snapshots, versions } from '#db/schema/desired.ts';
import { instances } from '#db/schema/observed.ts';
import { type Deployment, lastDeployments } from '#db/stores/deployments.ts';
import { listManualInstances, readScaling } from '#db/stores/scaling.ts';
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
  const manual = listManualInstances(db, serviceId);
  const last = lastDeployments(
    db,
    rows.map(({ version }) => version.id),
  );
  const { id, name, environmentId, networkId, host, releaseMode, isPaused, keepsVisitors, generation } =
    service;
  return {
    id,
    name,
    environmentId,
    networkId,
    host,
    releaseMode,
    isPaused,
    keepsVisitors,
    isDeleted: service.deletedAt !== null,
    generation,
    policy: readPolicy(db, serviceId),
    scaling: readScaling(db, serviceId),
    versions: rows.map(({ version, snapshotNumber, spec, serving }) => ({
      id: version.id,
      name: version.name,
      number: version.number,
      snapshotNumber,
      spec,
      serving: { snapshotNumber: version.snapshotNumber, spec: serving },
      hasSucceeded: version.succeededAt !== null,
      isDeleted: version.deletedAt !== null,
      manual: manual.get(version.id) ?? null,
      deployment: desiredDeployment(last.get(version.id)),
    })),
  };
}

function listVersionsInUse(db: Db, serviceId: string) {
  const left = db
    .select()
    .from(instances)
    .where(and(eq(instances.versionId, versions.id), inArray(instances.state, [...PRESENT_STATES])));
  const servingSnapshots = alias(snapshots, 'serving');
  // While an update runs, instances are to be made from its snapshot.
  const target = sql<number>`coalesce(${deployments.snapshotNumber}, ${versions.snapshotNumber})`;
  return db
    .select({
      version: versions,
      snapshotNumber: snapshots.number,
      spec: snapshots.spec,
      serving: servingSnapshots.spec,
    })
    .from(versions)
    .leftJoin(deployments, and(eq(deployments.versionId, versions.id), eq(deployments.state, 'running')))
    .innerJoin(snapshots, and(eq(snapshots.versionId, versions.id), eq(snapshots.number, target)))
    .innerJoin(
      servingSnapshots,
      and(eq(servingSnapshots.versionId, versions.id), eq(servingSnapshots.number, versions.snapshotNumber)),
    )
    .where(and(eq(versions.serviceId, serviceId), or(isNull(versions.deletedAt), exists(left))))
    .orderBy(asc(versions.number))
    .all();
}

function desiredDeployment(deployment: Deployment | undefined): DesiredDeployment | null {
  if (!deployment) return null;
  const { id, kind, state, trafficStrategy, createdAt, finishedAt, failure } = deployment;
  return { id, kind, state, trafficStrategy, createdAt, finishedAt, failureCode: failure?.code ?? null };
}
