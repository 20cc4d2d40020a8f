// Which services there is something to do for, with a mark that moves whenever something is asked of one.
import type { Db } from '#db/open.ts';
import { PRESENT_STATES } from '#server/domain/instance.ts';

const PRESENT = PRESENT_STATES.map((state) => `'${state}'`).join(', ');

/** Living services, and deleted or forgotten ones as long as routes or instances of theirs are left. */
const MARKS = `
  select s.id, s.generation || (case when s.deleted_at is null then '' else ' deleted' end)
    from services s
   where s.deleted_at is null
      or exists (select 1 from routes r where r.service_id = s.id and r.document is not null)
      or exists (select 1 from instances i where i.service_id = s.id and i.state in (${PRESENT}))
  union
  select r.service_id, 'gone' from routes r
   where r.document is not null and r.service_id not in (select id from services)
  union
  select i.service_id, 'gone' from instances i
   where i.state in (${PRESENT}) and i.service_id not in (select id from services)`;

export function listServiceMarks(db: Db): Map<string, string> {
  return new Map(
    db.$client.prepare<[], [string, string]>(MARKS).raw().all() as unknown as [string, string][],
  );
}

/** Moves whenever a gateway worker serves new routes, or has less in flight on what drains. */
export function readGatewayMark(db: Db): string {
  const mark = db.$client
    .prepare("select group_concat(id || ' ' || served_revision || ' ' || in_flight) from gateway_workers")
    .pluck()
    .get();
  return String(mark);
}
