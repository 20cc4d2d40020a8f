// Finding lines, a page at a time. Blocks are opened in the order of their time; a line is given once no block that is
// still closed can hold one before it. So lines come in order although blocks of several services, or of instances that
// were read late, overlap.
import type { LogsDb } from '#db/open.ts';
import { openBlock } from '#db/stores/log-block.ts';
import { rowsWhere } from '#db/stores/log-lines.ts';
import { wordsQuestion } from '#db/stores/log-words.ts';
import type { StoredLogLine } from '#server/domain/log-line.ts';
import { folded, type LogMatch } from '#server/domain/log-match.ts';

/** Between lines; lines of one time have the order of their numbers, those of one number that of their services. */
export type LogPlace = { at: number; seq: number; serviceId: string };

export type LogQuestion = {
  serviceIds: readonly string[];
  match: LogMatch;
  /** Epoch ms, both included. */
  from: number | null;
  to: number | null;
  versionIds: readonly string[];
  instanceIds: readonly string[];
  order: 'asc' | 'desc';
  /** Only what comes behind this, in the order asked for. */
  after: LogPlace | null;
  limit: number;
};

export type FoundLines = {
  lines: StoredLogLine[];
  /** Where to go on; null where there is no more. */
  next: LogPlace | null;
  /** It gave up before the page was full: `next` is where. */
  isPartial: boolean;
};

type Candidate = { id: number; firstAt: number; lastAt: number };

/** Blocks that one page looks at, beyond all patience. */
const MOST_CANDIDATES = 20_000;
/** The block that is looked at may be sealed anew between two looks; the first few are opened whatever time it is. */
const LEAST_OPENED = 4;

/**
 * One page. `isOver` says that the time for it is: it is asked between two blocks. Yields between blocks, so that the
 * caller may do something else; the last value is the page.
 */
export function* findLines(
  logs: LogsDb,
  question: LogQuestion,
  isOver: () => boolean,
): Generator<void, FoundLines> {
  const { order, match, after, limit } = question;
  const isNewestFirst = order === 'desc';
  const compare = isNewestFirst ? (a: LogPlace, b: LogPlace) => comparePlaces(b, a) : comparePlaces;
  const isWanted = (line: StoredLogLine) => (after === null || compare(line, after) > 0) && match.test(line);
  const { rows, candidates } = readCandidates(logs, question);
  const pending = rows.filter(isWanted);
  const edgeOf = (block: Candidate) => (isNewestFirst ? block.lastAt : block.firstAt);
  const lines: StoredLogLine[] = [];

  for (let index = 0; ; index += 1) {
    const block = candidates[index];
    pending.sort(compare);
    const safe = block ? pending.findIndex(({ at }) => !isBefore(at, edgeOf(block), isNewestFirst)) : -1;
    lines.push(...pending.splice(0, safe === -1 ? pending.length : safe));
    if (lines.length >= limit) return fullPage(lines, limit, pending.length > 0 || block !== undefined);
    if (!block) return { lines, next: null, isPartial: candidates.length >= MOST_CANDIDATES };
    const edge = edgeOf(block);
    const hasMoved = after === null || isBefore(after.at, edge, isNewestFirst);
    if (index >= LEAST_OPENED && hasMoved && isOver()) {
      return { lines, next: edgePlace(edge, isNewestFirst), isPartial: true };
    }
    for (const line of linesIn(logs, block.id, match)) if (isWanted(line)) pending.push(line);
    yield;
  }
}

function fullPage(lines: StoredLogLine[], limit: number, hasMore: boolean): FoundLines {
  const page = lines.slice(0, limit);
  const last = page.at(-1);
  const isAll = lines.length === limit && !hasMore;
  return {
    lines: page,
    next: isAll || !last ? null : { at: last.at, seq: last.seq, serviceId: last.serviceId },
    isPartial: false,
  };
}

/** In front of everything that happened at this time. */
function edgePlace(at: number, isNewestFirst: boolean): LogPlace {
  return isNewestFirst ? { at, seq: Number.MAX_SAFE_INTEGER, serviceId: '' } : { at, seq: -1, serviceId: '' };
}

function isBefore(at: number, edge: number, isNewestFirst: boolean): boolean {
  return isNewestFirst ? at > edge : at < edge;
}

export function comparePlaces(a: LogPlace, b: LogPlace): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.seq !== b.seq) return a.seq - b.seq;
  return a.serviceId < b.serviceId ? -1 : a.serviceId > b.serviceId ? 1 : 0;
}

/** None where the block has not all of the pieces, or is gone meanwhile. */
function linesIn(logs: LogsDb, id: number, { pieces }: LogMatch): StoredLogLine[] {
  const data = logs.$client.prepare('select data from log_blocks where id = ?').pluck().get(id);
  if (!data) return [];
  const block = openBlock(data as Buffer);
  if (pieces.length > 0 && !block.texts.includes('\\') && !block.texts.includes('\x1b')) {
    const texts = folded(block.texts);
    if (!pieces.every((piece) => texts.includes(piece))) return [];
  }
  return block.lines();
}

/** Rows and blocks of one moment: between two readings a row may become part of a block. */
function readCandidates(
  logs: LogsDb,
  question: LogQuestion,
): { rows: StoredLogLine[]; candidates: Candidate[] } {
  const { serviceIds, order, after } = question;
  const from = order === 'asc' && after ? after.at : question.from;
  const to = order === 'desc' && after ? after.at : question.to;
  const range = { from: from ?? 0, to: to ?? Number.MAX_SAFE_INTEGER };
  const services = JSON.stringify(serviceIds);
  return logs.$client.transaction(() => ({
    rows: rowsWhere(logs, 'service_id in (select value from json_each(?)) and at between ? and ?').all(
      services,
      range.from,
      range.to,
    ),
    candidates: candidateBlocks(logs, question, range),
  }))();
}

function candidateBlocks(
  logs: LogsDb,
  { serviceIds, match, versionIds, instanceIds, order }: LogQuestion,
  range: { from: number; to: number },
): Candidate[] {
  const words = wordsQuestion(match.pieces);
  const sources: [string, readonly string[]][] = [
    ['version_id', versionIds],
    ['instance_id', instanceIds],
  ];
  const wanted = sources.filter(([, ids]) => ids.length > 0);
  const ofSources = wanted.map(
    ([column]) =>
      `and id in (select block_id from log_block_sources where ${column} in (select value from json_each(?)))`,
  );
  return logs.$client
    .prepare<unknown[], Candidate>(
      `select id, first_at firstAt, last_at lastAt from log_blocks
        where service_id in (select value from json_each(?)) and last_at >= ? and first_at <= ?
        ${words === null ? '' : 'and id in (select rowid from log_words where log_words match ?)'}
        ${ofSources.join(' ')}
        order by ${order === 'desc' ? 'last_at desc' : 'first_at'} limit ${MOST_CANDIDATES}`,
    )
    .all(
      ...[JSON.stringify(serviceIds), range.from, range.to],
      ...(words === null ? [] : [words]),
      ...wanted.map(([, ids]) => JSON.stringify(ids)),
    );
}
