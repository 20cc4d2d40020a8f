import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { deployments } from '#db/schema/desired.ts';
import { deploymentSteps } from '#db/schema/observed.ts';
import {
  type DeploymentEvent,
  type DeploymentStep,
  type StepName,
  transition,
} from '#server/domain/deployment.ts';

export type Deployment = typeof deployments.$inferSelect;

export function findDeployment(db: Db, id: string): Deployment | undefined {
  return db.select().from(deployments).where(eq(deployments.id, id)).get();
}

export function findRunningDeployment(db: Db, serviceId: string): Deployment | undefined {
  return db
    .select()
    .from(deployments)
    .where(and(eq(deployments.serviceId, serviceId), eq(deployments.state, 'running')))
    .get();
}

/** Newest first; those of one version where it is given. */
export function listDeployments(
  db: Db,
  serviceId: string,
  page: { limit: number; offset: number },
  versionId?: string,
): Deployment[] {
  return db
    .select()
    .from(deployments)
    .where(belongsTo(serviceId, versionId))
    .orderBy(desc(deployments.createdAt), desc(deployments.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export function countDeployments(db: Db, serviceId: string, versionId?: string): number {
  const row = db.select({ n: count() }).from(deployments).where(belongsTo(serviceId, versionId)).get();
  return row?.n ?? 0;
}

function belongsTo(serviceId: string, versionId: string | undefined) {
  return and(
    eq(deployments.serviceId, serviceId),
    versionId === undefined ? undefined : eq(deployments.versionId, versionId),
  );
}

/** The newest deployment of each version, by version id: one that runs, even where the clock was put back since. */
export function lastDeployments(db: Db, versionIds: readonly string[]): Map<string, Deployment> {
  const rows = db
    .select()
    .from(deployments)
    .where(inArray(deployments.versionId, [...versionIds]))
    .orderBy(sql`${deployments.state} = 'running'`, asc(deployments.createdAt), asc(deployments.id))
    .all();
  return new Map(rows.map((deployment) => [deployment.versionId, deployment]));
}

/** The snapshot served this version at some time. */
export function hasSucceededWith(db: Db, versionId: string, snapshotNumber: number): boolean {
  const row = db
    .select({ id: deployments.id })
    .from(deployments)
    .where(
      and(
        eq(deployments.versionId, versionId),
        eq(deployments.snapshotNumber, snapshotNumber),
        eq(deployments.state, 'succeeded'),
      ),
    )
    .get();
  return row !== undefined;
}

/** The deployments that brought a version live, oldest first: what 版本历史 is made from. */
export function listSuccesses(db: Db, versionId: string): (Deployment & { finishedAt: number })[] {
  return db
    .select()
    .from(deployments)
    .where(and(eq(deployments.versionId, versionId), eq(deployments.state, 'succeeded')))
    .orderBy(asc(deployments.finishedAt), asc(deployments.createdAt))
    .all()
    .flatMap((row) => (row.finishedAt === null ? [] : [{ ...row, finishedAt: row.finishedAt }]));
}

export function insertDeployment(db: Db, deployment: Deployment): void {
  db.insert(deployments).values(deployment).run();
}

/**
 * Moves a running deployment on. False, and nothing written, where it is not running any more:
 * whoever came first has decided.
 */
export function endDeployment(
  db: Db,
  id: string,
  event: DeploymentEvent,
  facts: Pick<Deployment, 'finishedAt' | 'failure' | 'requests' | 'failedRequests'>,
): boolean {
  const state = transition('running', event);
  const result = db
    .update(deployments)
    .set({ state, ...facts })
    .where(and(eq(deployments.id, id), eq(deployments.state, 'running')))
    .run();
  return result.changes === 1;
}

/** These steps in their order; those not begun yet are `todo`. */
export function readSteps(db: Db, deploymentId: string, names: readonly StepName[]): DeploymentStep[] {
  const rows = db.select().from(deploymentSteps).where(eq(deploymentSteps.deploymentId, deploymentId)).all();
  return names.map((name) => {
    const row = rows.find((candidate) => candidate.name === name);
    if (!row) return { name, state: 'todo', startedAt: null, finishedAt: null, detail: null };
    const { state, startedAt, finishedAt, detail } = row;
    return { name, state, startedAt, finishedAt, detail };
  });
}
