import { and, asc, count, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { environments, services } from '#db/schema/desired.ts';

export type Environment = typeof environments.$inferSelect;

export function findEnvironment(db: Db, id: string): Environment | undefined {
  return db.select().from(environments).where(eq(environments.id, id)).get();
}

export function findEnvironmentByAlias(db: Db, alias: string): Environment | undefined {
  return db.select().from(environments).where(eq(environments.alias, alias)).get();
}

/** Oldest first. `ids` undefined = all. */
export function listEnvironments(db: Db, ids?: string[]): Environment[] {
  const where = ids ? inArray(environments.id, ids) : undefined;
  return db.select().from(environments).where(where).orderBy(asc(environments.createdAt)).all();
}

/** Services of an environment that are not deleted. */
export function countServices(db: Db, environmentId: string): number {
  const row = db
    .select({ n: count() })
    .from(services)
    .where(and(eq(services.environmentId, environmentId), isNull(services.deletedAt)))
    .get();
  return row?.n ?? 0;
}

export function insertEnvironment(db: Db, environment: Environment): void {
  db.insert(environments).values(environment).run();
}

export function deleteEnvironmentRow(db: Db, id: string): void {
  db.delete(environments).where(eq(environments.id, id)).run();
}
