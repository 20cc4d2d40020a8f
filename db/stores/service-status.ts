// What the deployer says of a whole service. Writer: the deployer; readers: services.ts.
import { sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { serviceStatus } from '#db/schema/observed.ts';

/** Raises the revision: something observed of this service changed. `appliedGeneration` is the one its routes carry. */
export function raiseRevision(db: Db, serviceId: string, appliedGeneration: number): void {
  db.insert(serviceStatus)
    .values({ serviceId, revision: 1, appliedGeneration })
    .onConflictDoUpdate({
      target: serviceStatus.serviceId,
      set: { revision: sql`${serviceStatus.revision} + 1`, appliedGeneration },
    })
    .run();
}
