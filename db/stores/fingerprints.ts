// Cheap marks that change whenever something shown of a service or an environment changes.
import type { Db } from '#db/open.ts';

/** Desired generation, observed revision and what the gateways serve. */
export function serviceFingerprint(db: Db, serviceId: string): string {
  const row = db.$client
    .prepare(
      `select s.generation || ':' || coalesce(st.revision, 0) || ':' || coalesce(r.revision, 0) || ':' ||
              coalesce((select min(served_revision) from gateway_workers), 0)
         from services s
         left join service_status st on st.service_id = s.id
         left join routes r on r.service_id = s.id
        where s.id = ?`,
    )
    .pluck()
    .get(serviceId);
  return typeof row === 'string' ? row : 'gone';
}

/** The same for all services of an environment together. */
export function environmentFingerprint(db: Db, environmentId: string): string {
  const row = db.$client
    .prepare(
      `select count(*) || ':' || coalesce(sum(s.generation), 0) || ':' || coalesce(sum(st.revision), 0) || ':' ||
              coalesce(max(s.updated_at), 0)
         from services s left join service_status st on st.service_id = s.id
        where s.environment_id = ? and s.deleted_at is null`,
    )
    .pluck()
    .get(environmentId);
  return String(row);
}

/** Differs with every grant of a person, however it was given, and with every environment that comes or goes. */
export function accessFingerprint(db: Db, userId: string): string {
  const row = db.$client
    .prepare(
      `select coalesce((select group_concat(coalesce(environment_id, '') || '=' || role, ',')
                          from (select environment_id, role from grants where user_id = :userId order by id)), '') || ';' ||
              coalesce((select group_concat(coalesce(environment_id, '') || '=' || role, ',')
                          from (select environment_id, role from group_grants where user_id = :userId order by id)), '') || ';' ||
              coalesce((select group_concat(value, ',')
                          from (select value from installation_settings
                                 where name in ('accessMode', 'openRole') order by name)), '') || ';' ||
              (select count(*) || ':' || coalesce(max(created_at), 0) from environments)`,
    )
    .pluck()
    .get({ userId });
  return String(row);
}
