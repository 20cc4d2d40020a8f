// What is left of services whose rows went with their environment. Writer: the deployer's sweep.
import { and, inArray, isNotNull, notInArray } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import { deployments, packages, services } from '#db/schema/desired.ts';
import { wakeRequests } from '#db/schema/gateway.ts';
import { deploymentSteps, instances, routes, serviceStatus, versionStatus } from '#db/schema/observed.ts';
import { PRESENT_STATES } from '#server/domain/instance.ts';

/** Ids under which files of theirs are kept. */
export type LeftBehind = { instanceIds: string[]; deploymentIds: string[]; packageIds: string[] };

/** Of services that run nowhere any more; their instances may still have use for all of it. */
export function listLeftBehind(db: Db): LeftBehind {
  const of = idle(db);
  return {
    instanceIds: idsOf(db.select({ id: instances.id }).from(instances).where(of(instances.serviceId)).all()),
    deploymentIds: idsOf(
      db
        .selectDistinct({ id: deploymentSteps.deploymentId })
        .from(deploymentSteps)
        .where(notInArray(deploymentSteps.deploymentId, db.select({ id: deployments.id }).from(deployments)))
        .all(),
    ),
    packageIds: idsOf(db.select({ id: packages.id }).from(packages).where(of(packages.serviceId)).all()),
  };
}

/** Forgets these rows, and what was said of the services they belonged to. */
export function forgetLeftBehind(db: Db, { instanceIds, deploymentIds, packageIds }: LeftBehind): void {
  const of = idle(db);
  db.transaction(() => {
    db.delete(versionStatus).where(of(versionStatus.serviceId)).run();
    db.delete(wakeRequests).where(of(wakeRequests.serviceId)).run();
    db.delete(serviceStatus).where(of(serviceStatus.serviceId)).run();
    db.delete(instances).where(inArray(instances.id, instanceIds)).run();
    db.delete(deploymentSteps).where(inArray(deploymentSteps.deploymentId, deploymentIds)).run();
    db.delete(packages).where(inArray(packages.id, packageIds)).run();
  });
}

function idsOf(rows: readonly { id: string }[]): string[] {
  return rows.map(({ id }) => id);
}

/** The service has no row, nothing of it runs, and no gateway is led to it. */
function idle(db: Db) {
  const known = db.select({ id: services.id }).from(services);
  const present = db
    .select({ id: instances.serviceId })
    .from(instances)
    .where(inArray(instances.state, [...PRESENT_STATES]));
  const routed = db.select({ id: routes.serviceId }).from(routes).where(isNotNull(routes.document));
  return (serviceId: AnySQLiteColumn) =>
    and(notInArray(serviceId, known), notInArray(serviceId, present), notInArray(serviceId, routed));
}
