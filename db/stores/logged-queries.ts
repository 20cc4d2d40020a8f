// Whether a service's request log keeps query values. Written by the command set-query-logging.
import { eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { loggedQueries } from '#db/schema/desired.ts';

/** Query values are left out unless somebody switched them on. */
export function keepsQueries(db: Db, serviceId: string): boolean {
  return db.select().from(loggedQueries).where(eq(loggedQueries.serviceId, serviceId)).get() !== undefined;
}

/** `now` in epoch ms. */
export function setKeepsQueries(db: Db, serviceId: string, keeps: boolean, now: number): void {
  if (keeps) db.insert(loggedQueries).values({ serviceId, since: now }).onConflictDoNothing().run();
  else db.delete(loggedQueries).where(eq(loggedQueries.serviceId, serviceId)).run();
}
