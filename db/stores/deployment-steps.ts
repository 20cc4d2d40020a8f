// Steps of deployments. Writer: the deployer. Reading those of one deployment: deployments.ts.
import { and, eq, exists, or } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Db } from '#db/open.ts';
import { deployments } from '#db/schema/desired.ts';
import { deploymentSteps } from '#db/schema/observed.ts';
import { type DeploymentStep, STEP_NAMES } from '#server/domain/deployment.ts';

/** By deployment: the steps of a service's deployments that run or have a step under way. */
export function listOpenSteps(db: Db, serviceId: string): Map<string, DeploymentStep[]> {
  const other = alias(deploymentSteps, 'other');
  const underWay = db
    .select()
    .from(other)
    .where(and(eq(other.deploymentId, deployments.id), eq(other.state, 'running')));
  const rows = db
    .select({ step: deploymentSteps })
    .from(deploymentSteps)
    .innerJoin(deployments, eq(deployments.id, deploymentSteps.deploymentId))
    .where(and(eq(deployments.serviceId, serviceId), or(eq(deployments.state, 'running'), exists(underWay))))
    .all();
  const byDeployment = Map.groupBy(rows, ({ step }) => step.deploymentId);
  return new Map(
    [...byDeployment].map(([deploymentId, group]) => [deploymentId, inOrder(group.map(({ step }) => step))]),
  );
}

function inOrder(rows: (typeof deploymentSteps.$inferSelect)[]): DeploymentStep[] {
  return rows
    .map(({ deploymentId: _, ...step }) => step)
    .sort((a, b) => STEP_NAMES.indexOf(a.name) - STEP_NAMES.indexOf(b.name));
}

export function saveSteps(db: Db, deploymentId: string, steps: readonly DeploymentStep[]): void {
  for (const { name, ...fields } of steps) {
    db.insert(deploymentSteps)
      .values({ deploymentId, name, ...fields })
      .onConflictDoUpdate({ target: [deploymentSteps.deploymentId, deploymentSteps.name], set: fields })
      .run();
  }
}
