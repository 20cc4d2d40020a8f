import { and, asc, desc, inArray, isNull, or } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { services, versions } from '#db/schema/desired.ts';
import { contains } from '#db/stores/contains.ts';

/** Services of these environments by name or remark, at most `limit`. */
export function searchServices(db: Db, environmentIds: string[], text: string, limit: number) {
  return db
    .select({
      id: services.id,
      name: services.name,
      remark: services.remark,
      environmentId: services.environmentId,
    })
    .from(services)
    .where(
      and(
        inArray(services.environmentId, environmentIds),
        isNull(services.deletedAt),
        or(contains(services.name, text), contains(services.remark, text)),
      ),
    )
    .orderBy(asc(services.name))
    .limit(limit)
    .all();
}

/** Versions of these services by name or remark, newest first, at most `limit`. */
export function searchVersions(db: Db, environmentIds: string[], text: string, limit: number) {
  const within = db
    .select({ id: services.id })
    .from(services)
    .where(and(inArray(services.environmentId, environmentIds), isNull(services.deletedAt)));
  return db
    .select({ id: versions.id, name: versions.name, remark: versions.remark, serviceId: versions.serviceId })
    .from(versions)
    .where(
      and(
        inArray(versions.serviceId, within),
        isNull(versions.deletedAt),
        or(contains(versions.name, text), contains(versions.remark, text)),
      ),
    )
    .orderBy(desc(versions.createdAt))
    .limit(limit)
    .all();
}
