// Whose logs are read together, and what people call them. From berth.db; deleted versions have lines, too.
import { and, desc, eq, inArray, isNull } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { services, snapshots, versions } from '#db/schema/desired.ts';

/** 日志集 and 日志主题; both empty where they are not set. */
export type LogTopic = { logSet: string; logTopic: string };

/** Version → its name, of every version that the services ever had. */
export function readVersionNames(db: Db, serviceIds: readonly string[]): Map<string, string> {
  const rows = db
    .select({ id: versions.id, name: versions.name })
    .from(versions)
    .where(inArray(versions.serviceId, [...serviceIds]))
    .all();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** The topic of the newest version that is not deleted. */
export function readLogTopic(db: Db, serviceId: string): LogTopic {
  const row = db
    .select({ spec: snapshots.spec })
    .from(versions)
    .innerJoin(
      snapshots,
      and(eq(snapshots.versionId, versions.id), eq(snapshots.number, versions.snapshotNumber)),
    )
    .where(and(eq(versions.serviceId, serviceId), isNull(versions.deletedAt)))
    .orderBy(desc(versions.number))
    .limit(1)
    .get();
  return { logSet: row?.spec.logSet ?? '', logTopic: row?.spec.logTopic ?? '' };
}

/** Services of the environment with the same topic; this one alone where it has none. */
export function listTopicServices(
  db: Db,
  service: { id: string; name: string; environmentId: string },
): { id: string; name: string }[] {
  const own = readLogTopic(db, service.id);
  const one = { id: service.id, name: service.name };
  if (!own.logSet && !own.logTopic) return [one];
  const others = db
    .select({ id: services.id, name: services.name })
    .from(services)
    .where(and(eq(services.environmentId, service.environmentId), isNull(services.deletedAt)))
    .all()
    .filter(({ id }) => id !== service.id)
    .filter(({ id }) => {
      const { logSet, logTopic } = readLogTopic(db, id);
      return logSet === own.logSet && logTopic === own.logTopic;
    });
  return [one, ...others];
}

/** Also of a service that was deleted; undefined where its row is gone. */
export function findEnvironmentOfService(db: Db, serviceId: string): string | undefined {
  return db.select({ id: services.environmentId }).from(services).where(eq(services.id, serviceId)).get()?.id;
}
