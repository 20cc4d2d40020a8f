// The chain of events: each row carries the hash of the row before it, so that none can be changed, taken out or put
// in without all later ones showing it (docs/decisions/020-audit.md). Triggers refuse it to whoever keeps to SQL.
import { createHash } from 'node:crypto';
import type { Db } from '#db/open.ts';
import type { NewEvent } from '#db/stores/events.ts';
import { readSetting } from '#db/stores/installation-settings.ts';
import { canonicalEvent, canonicalJson, type EventRow } from '#server/domain/audit-canonical.ts';

/** Where the chain has got to: the next row is `id` + 1 and follows `hash`. */
export type ChainEnd = { id: number; hash: string };

export type ChainedRow = EventRow & { hash: string };

const COLUMNS = `id, at, actor_id as actorId, actor_name as actorName, kind, environment_id as environmentId,
  service_id as serviceId, version_id as versionId, target, before, after, outcome, problem, via, token_id as tokenId,
  address, request_id as requestId, previous_hash as previousHash, hash`;

const INSERT = `insert into events (id, at, actor_id, actor_name, kind, environment_id, service_id, version_id, target,
  before, after, outcome, problem, via, token_id, address, request_id, previous_hash, hash)
  values (@id, @at, @actorId, @actorName, @kind, @environmentId, @serviceId, @versionId, @target,
  @before, @after, @outcome, @problem, @via, @tokenId, @address, @requestId, @previousHash, @hash)`;

/** SHA-256, hex, of the row's canonical form, which holds the hash of the row before. */
export function hashOfEvent(row: EventRow): string {
  return createHash('sha256').update(canonicalEvent(row)).digest('hex');
}

/**
 * To be called in an immediate transaction: no other writer may come between reading the end and writing the row. Ids
 * have no gaps, for what is rolled back takes its id along.
 */
export function appendToChain(db: Db, event: NewEvent): void {
  const end = readChainEnd(db);
  const row = { ...rowOf(event), id: end.id + 1, previousHash: end.hash };
  db.$client.prepare(INSERT).run({ ...row, hash: hashOfEvent(row) });
}

export function readChainEnd(db: Db): ChainEnd {
  const last = db.$client.prepare('select id, hash from events order by id desc limit 1').get();
  return (last as ChainEnd | undefined) ?? readChainStart(db);
}

/** Where what is kept begins: after the last row that retention has let go. */
export function readChainStart(db: Db): ChainEnd {
  const pruned = readSetting(db, 'auditPruned');
  return pruned ? { id: pruned.throughId, hash: pruned.hash } : { id: 0, hash: '' };
}

/** Rows after an id, oldest first, as they are stored. */
export function readChain(db: Db, afterId: number, limit: number): ChainedRow[] {
  const rows = db.$client.prepare(`select ${COLUMNS} from events where id > ? order by id limit ?`);
  return rows.all(afterId, limit) as ChainedRow[];
}

/** The highest id that any row ever had, as SQLite notes it beside the table: less than it is there, and rows are gone. */
export function readLastId(db: Db): number {
  const noted = db.$client.prepare("select seq from sqlite_sequence where name = 'events'").pluck().get();
  return Number(noted ?? 0);
}

/** Up to which id all events are older than `before` (epoch ms): one that is younger keeps all that came after it. */
export function lastOlderThan(db: Db, before: number): ChainEnd {
  const kept = db.$client.prepare('select min(id) from events where at >= ?').pluck().get(before) as number;
  const row = db.$client.prepare('select id, hash from events where id < ? order by id desc limit 1');
  return (row.get(kept ?? Number.MAX_SAFE_INTEGER) as ChainEnd | undefined) ?? readChainStart(db);
}

/** Deletes at most `most` of the rows that retention has let go. Gives how many. */
export function forgetPruned(db: Db, most: number): number {
  const rows = db.$client.prepare(
    'delete from events where id in (select id from events where id <= ? order by id limit ?)',
  );
  return rows.run(readChainStart(db).id, most).changes;
}

function rowOf(event: NewEvent): Omit<EventRow, 'id' | 'previousHash'> {
  return {
    at: event.at,
    actorId: storable(event.actorId),
    actorName: storable(event.actorName),
    kind: storable(event.kind),
    environmentId: storable(event.environmentId),
    serviceId: storable(event.serviceId),
    versionId: storable(event.versionId),
    target: storable(event.target),
    before: jsonOf(event.before),
    after: jsonOf(event.after),
    outcome: event.outcome ?? 'done',
    problem: storable(event.problem),
    via: event.via ?? 'system',
    tokenId: storable(event.tokenId),
    address: storable(event.address),
    requestId: storable(event.requestId),
  };
}

/** As SQLite gives it back: half a surrogate pair would come out as another character, and the hash would not fit. */
function storable(text: string): string;
function storable(text: string | null | undefined): string | null;
function storable(text: string | null | undefined): string | null {
  return text?.toWellFormed() ?? null;
}

function jsonOf(value: unknown): string | null {
  return value === undefined || value === null ? null : canonicalJson(value);
}
