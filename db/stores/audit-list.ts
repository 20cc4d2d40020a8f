// The log as 审计 shows it: filtered, a page at a time by id, newest first. Writer: see event-chain.ts.
import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Db } from '#db/open.ts';
import { events } from '#db/schema/events.ts';
import { contains } from '#db/stores/contains.ts';
import type { EventOutcome } from '#server/domain/audit.ts';

export type EventFilter = {
  /** Whose events may be seen at all; `all` also shows what belongs to no environment. */
  environmentIds: readonly string[] | 'all';
  environmentId?: string | undefined;
  serviceId?: string | undefined;
  actorId?: string | undefined;
  /** First words of kinds: `traffic` for `traffic.set`. */
  areas?: readonly string[] | undefined;
  outcome?: EventOutcome | undefined;
  /** Epoch ms. */
  from?: number | undefined;
  to?: number | undefined;
  /** Looked for in everything that is told of an event, without regard to case. */
  text?: string | undefined;
};

/** Without what it changed, which may be long: {@link findEvent} has it. */
const LISTED = {
  id: events.id,
  at: events.at,
  actorId: events.actorId,
  actorName: events.actorName,
  kind: events.kind,
  environmentId: events.environmentId,
  serviceId: events.serviceId,
  versionId: events.versionId,
  target: events.target,
  outcome: events.outcome,
  problem: events.problem,
  via: events.via,
  tokenId: events.tokenId,
  address: events.address,
  requestId: events.requestId,
  environmentAlias: nameOf('select alias from environments where environments.id = events.environment_id'),
  serviceName: nameOf('select name from services where services.id = events.service_id'),
  /** Null where it is deleted: it has no page any more. */
  livingServiceId: nameOf(
    'select id from services where services.id = events.service_id and services.deleted_at is null',
  ),
  versionName: nameOf('select name from versions where versions.id = events.version_id'),
};

/** What people call what an event was done to, by the word before its id; null where it is gone, or has no name. */
const targetName = sql<string | null>`(case substr(${events.target}, 1, instr(${events.target}, ':') - 1)
  when 'member' then (select name from user where id = ${idOfTarget()})
  when 'token' then (select name from api_tokens where id = ${idOfTarget()})
  when 'link' then (select email from one_time_links where id = ${idOfTarget()})
  when 'application' then
    (select user.name from applications join user on user.id = user_id where applications.id = ${idOfTarget()})
  when 'credential' then (select registry from registry_credentials where id = ${idOfTarget()})
  when 'certificate' then (select names ->> 0 from certificates where id = ${idOfTarget()})
end)`;

function idOfTarget(): SQL {
  return sql`substr(${events.target}, instr(${events.target}, ':') + 1)`;
}

const SHOWN = { ...LISTED, targetName };

const DETAILED = { ...SHOWN, before: events.before, after: events.after, hash: events.hash };

const EXPORTED = {
  ...LISTED,
  before: sql<string | null>`before`,
  after: sql<string | null>`after`,
  previousHash: events.previousHash,
  hash: events.hash,
};

export type ExportedEvent = ReturnType<typeof listForExport>[number];

function nameOf(query: string): SQL<string | null> {
  return sql<string | null>`(${sql.raw(query)})`;
}

export type ListedEvent = ReturnType<typeof listEvents>[number];

/** At most `limit` events older than `beforeId`. */
export function listEvents(db: Db, filter: EventFilter, limit: number, beforeId?: number) {
  return db
    .select(SHOWN)
    .from(events)
    .where(and(matches(filter), beforeId === undefined ? undefined : lt(events.id, beforeId)))
    .orderBy(desc(events.id))
    .limit(limit)
    .all();
}

/** How many events that match are newer than one; counts no further than `most`. */
export function countNewer(db: Db, filter: EventFilter, afterId: number, most: number): number {
  return db
    .select({ id: events.id })
    .from(events)
    .where(and(matches(filter), gt(events.id, afterId)))
    .limit(most)
    .all().length;
}

/** With what it changed. Undefined where it is not among those that may be seen. */
export function findEvent(db: Db, environmentIds: EventFilter['environmentIds'], id: number) {
  return db
    .select(DETAILED)
    .from(events)
    .where(and(matches({ environmentIds }), eq(events.id, id)))
    .get();
}

/** As they are stored, and `before` and `after` as texts; oldest first, after one id up to another. */
export function listForExport(db: Db, filter: EventFilter, afterId: number, untilId: number, limit: number) {
  return db
    .select(EXPORTED)
    .from(events)
    .where(and(matches(filter), gt(events.id, afterId), lte(events.id, untilId)))
    .orderBy(asc(events.id))
    .limit(limit)
    .all();
}

/** Who has left events that may be seen, by name. */
export function listActors(db: Db, environmentIds: EventFilter['environmentIds']) {
  const name = sql<string>`max(${events.actorName})`;
  return db
    .select({ id: events.actorId, name })
    .from(events)
    .where(matches({ environmentIds }))
    .groupBy(events.actorId)
    .orderBy(name)
    .all();
}

function matches(filter: EventFilter): SQL | undefined {
  const { environmentIds, environmentId, serviceId, actorId, areas, outcome, from, to, text } = filter;
  return and(
    environmentIds === 'all' ? undefined : inArray(events.environmentId, [...environmentIds]),
    environmentId === undefined ? undefined : placeIs(environmentId),
    serviceId === undefined ? undefined : eq(events.serviceId, serviceId),
    actorId === undefined ? undefined : eq(events.actorId, actorId),
    areas === undefined ? undefined : inArray(areaOfKind, [...areas]),
    outcome === undefined ? undefined : eq(events.outcome, outcome),
    from === undefined ? undefined : gte(events.at, from),
    to === undefined ? undefined : lte(events.at, to),
    text ? says(text) : undefined,
  );
}

/** Empty: what belongs to no environment. */
function placeIs(environmentId: string): SQL {
  return environmentId === '' ? isNull(events.environmentId) : eq(events.environmentId, environmentId);
}

const areaOfKind = sql<string>`substr(${events.kind}, 1, instr(${events.kind} || '.', '.') - 1)`;

function says(text: string): SQL | undefined {
  const said = [
    ...[events.kind, events.actorName, events.target, events.address, events.requestId, events.problem],
    ...[events.serviceId, events.versionId],
  ];
  const changed = [events.before, events.after].map(
    (column) => sql`instr(lower(${column}), lower(${text})) > 0`,
  );
  const names = [LISTED.serviceName, LISTED.versionName].map((name) => sql`instr(${name}, ${text}) > 0`);
  return or(...said.map((column) => contains(column, text)), ...changed, ...names);
}
