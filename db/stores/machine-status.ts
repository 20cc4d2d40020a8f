// The machine as the deployer sees it. Writer: the deployer; reader: machine.ts.
import { eq, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { machineStatus } from '#db/schema/observed.ts';
import { readMachine } from '#db/stores/machine.ts';

export type MachineFigures = Omit<
  typeof machineStatus.$inferInsert,
  'id' | 'resyncCorrections' | 'updatedAt'
>;

/** Writes only what differs, so that looking at the machine wakes nobody. */
export function saveMachine(db: Db, figures: MachineFigures, now: number): void {
  const before = readMachine(db);
  const keys = Object.keys(figures) as (keyof MachineFigures)[];
  if (before && keys.every((key) => JSON.stringify(before[key]) === JSON.stringify(figures[key]))) return;
  const set = { ...figures, updatedAt: now };
  db.insert(machineStatus)
    .values({ id: 1, ...set })
    .onConflictDoUpdate({ target: machineStatus.id, set })
    .run();
}

/** Counts what the regular re-reading found and no hint had told. */
export function addCorrections(db: Db, count: number): void {
  db.update(machineStatus)
    .set({ resyncCorrections: sql`${machineStatus.resyncCorrections} + ${count}` })
    .where(eq(machineStatus.id, 1))
    .run();
}
