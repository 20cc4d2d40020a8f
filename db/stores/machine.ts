import { eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { machineStatus } from '#db/schema/observed.ts';

export type MachineStatus = typeof machineStatus.$inferSelect;

/** The machine as the deployer saw it last; undefined before its first look. */
export function readMachine(db: Db): MachineStatus | undefined {
  return db.select().from(machineStatus).where(eq(machineStatus.id, 1)).get();
}
