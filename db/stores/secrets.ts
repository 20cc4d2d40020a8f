// Secrets, sealed. Writer: commands; what they hold is read by the deployer alone.
import { eq } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { secrets } from '#db/schema/desired.ts';

export type Secret = typeof secrets.$inferSelect;

export function insertSecret(db: Db, secret: Secret): void {
  db.insert(secrets).values(secret).run();
}

/** Throws where there is none: nobody ever removes one that is in use. */
export function readSealed(db: Db, id: string): string {
  const row = db.select({ sealed: secrets.sealed }).from(secrets).where(eq(secrets.id, id)).get();
  if (!row) throw new Error(`no secret ${id}`);
  return row.sealed;
}

/** What it held is gone for good; the row stays, because others name it. */
export function forgetSecret(db: Db, id: string): void {
  db.update(secrets).set({ sealed: '' }).where(eq(secrets.id, id)).run();
}

export function deleteSecrets(db: Db, environmentId: string): void {
  db.delete(secrets).where(eq(secrets.environmentId, environmentId)).run();
}
