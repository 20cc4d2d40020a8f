// 实例 of a version as its page lists them.
import { and, count, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { instances } from '#db/schema/observed.ts';
import { contains } from '#db/stores/contains.ts';
import type { InstanceRow } from '#db/stores/instances.ts';
import { type InstanceState, PRESENT_STATES } from '#server/domain/instance.ts';

export type InstanceChoice = {
  versionId: string;
  /** Undefined: all of them. */
  states: InstanceState[] | undefined;
  /** Part of the id; empty: all of them. */
  filter: string;
};

const isOver = sql`${instances.state} not in ${[...PRESENT_STATES]}`;

/** Those that are there before those that are over, the newest first. */
export function pageInstances(
  db: Db,
  choice: InstanceChoice,
  page: { limit: number; offset: number },
): InstanceRow[] {
  return db
    .select()
    .from(instances)
    .where(chosen(choice))
    .orderBy(isOver, desc(instances.createdAt), desc(instances.id))
    .limit(page.limit)
    .offset(page.offset)
    .all();
}

export function countInstances(db: Db, choice: InstanceChoice): number {
  return db.select({ count: count() }).from(instances).where(chosen(choice)).get()?.count ?? 0;
}

function chosen({ versionId, states, filter }: InstanceChoice): SQL | undefined {
  return and(
    eq(instances.versionId, versionId),
    states === undefined ? undefined : inArray(instances.state, states),
    filter === '' ? undefined : contains(instances.id, filter),
  );
}
