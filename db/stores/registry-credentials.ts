// 私有镜像密钥. Writer: commands.
import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { registryCredentials } from '#db/schema/desired.ts';

export type RegistryCredential = typeof registryCredentials.$inferSelect;

/** Of an environment, by registry and user name. */
export function listRegistryCredentials(db: Db, environmentId: string): RegistryCredential[] {
  return db
    .select()
    .from(registryCredentials)
    .where(and(eq(registryCredentials.environmentId, environmentId), isNull(registryCredentials.deletedAt)))
    .orderBy(asc(registryCredentials.registry), asc(registryCredentials.username))
    .all();
}

/** Undefined where it was removed. */
export function findRegistryCredential(db: Db, id: string): RegistryCredential | undefined {
  return db
    .select()
    .from(registryCredentials)
    .where(and(eq(registryCredentials.id, id), isNull(registryCredentials.deletedAt)))
    .get();
}

export function insertRegistryCredential(db: Db, credential: RegistryCredential): void {
  db.insert(registryCredentials).values(credential).run();
}

export function updateRegistryCredential(
  db: Db,
  id: string,
  changes: Partial<Pick<RegistryCredential, 'secretId' | 'createdAt' | 'createdBy' | 'deletedAt'>>,
): void {
  db.update(registryCredentials).set(changes).where(eq(registryCredentials.id, id)).run();
}

export function deleteRegistryCredentials(db: Db, environmentId: string): void {
  db.delete(registryCredentials).where(eq(registryCredentials.environmentId, environmentId)).run();
}
