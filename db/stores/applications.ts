import { and, asc, count, desc, eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { applications } from '#db/schema/access.ts';
import { user } from '#db/schema/people.ts';
import type { ApplicationState } from '#server/domain/access.ts';

export type Application = typeof applications.$inferSelect;

export function insertApplication(db: Db, application: typeof applications.$inferInsert): void {
  db.insert(applications).values(application).run();
}

/** The last one that somebody has made. */
export function latestApplication(db: Db, userId: string): Application | undefined {
  return db
    .select()
    .from(applications)
    .where(eq(applications.userId, userId))
    .orderBy(desc(applications.createdAt), desc(applications.id))
    .limit(1)
    .get();
}

export function findApplication(db: Db, id: string): Application | undefined {
  return db.select().from(applications).where(eq(applications.id, id)).get();
}

/** Those that wait, with who made them; who has waited longest comes first. */
export function listOpenApplications(db: Db) {
  return db
    .select({
      id: applications.id,
      reason: applications.reason,
      createdAt: applications.createdAt,
      person: { id: user.id, name: user.name, email: user.email },
    })
    .from(applications)
    .innerJoin(user, eq(user.id, applications.userId))
    .where(eq(applications.state, 'open'))
    .orderBy(asc(applications.createdAt))
    .all();
}

export function countOpenApplications(db: Db): number {
  const row = db.select({ n: count() }).from(applications).where(eq(applications.state, 'open')).get();
  return row?.n ?? 0;
}

type Decision = {
  state: Exclude<ApplicationState, 'open'>;
  decidedAt: number;
  decidedBy: string;
  note: string | null;
};

/** False where it does not wait any more. */
export function settleApplication(db: Db, id: string, decision: Decision): boolean {
  const { changes } = db
    .update(applications)
    .set(decision)
    .where(and(eq(applications.id, id), eq(applications.state, 'open')))
    .run();
  return changes === 1;
}

/** Whatever the person still waits for. */
export function settleApplicationsOf(db: Db, userId: string, decision: Decision): void {
  db.update(applications)
    .set(decision)
    .where(and(eq(applications.userId, userId), eq(applications.state, 'open')))
    .run();
}
