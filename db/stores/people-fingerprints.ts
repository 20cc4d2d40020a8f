// As fingerprints.ts, for people: they change when something shown of them changes.
import type { Db } from '#db/open.ts';

/** Of the last application that somebody has made. */
export function applicationFingerprint(db: Db, userId: string): string {
  const row = db.$client
    .prepare(
      `select id || ':' || state from applications where user_id = ? order by created_at desc, id desc limit 1`,
    )
    .pluck()
    .get(userId);
  return typeof row === 'string' ? row : '';
}

/** Of what 成员 shows: accounts, roles, open invitations, applications that wait. */
export function membersFingerprint(db: Db): string {
  const row = db.$client
    .prepare(
      `select (select count(*) || ':' || coalesce(max(updated_at), 0) || ':' || sum(two_factor_enabled) from user)
        || ' ' || (select count(*) || ':' || coalesce(max(id), 0) from grants)
        || ' ' || (select count(*) || ':' || coalesce(max(id), 0) from group_grants)
        || ' ' || (select count(*) || ':' || count(used_at) || ':' || count(revoked_at) from one_time_links)
        || ' ' || (select count(*) || ':' || count(decided_at) from applications)`,
    )
    .pluck()
    .get();
  return String(row);
}
