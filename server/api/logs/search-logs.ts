import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { type FoundLines, findLines, type LogPlace, type LogQuestion } from '#db/stores/log-search.ts';
import { askLogs, type LogReader, type LogService } from '#server/api/logs/ask-logs.ts';
import { lineView } from '#server/api/logs/line-view.ts';
import { LOG_MOST_LINES, type LogPage, type LogSearch } from '#server/domain/log-query.ts';
import { Problem } from '#server/domain/problem.ts';

/** A page that has not been filled by then is given as it is. */
const PATIENCE_MS = 150;
/** After so long others of this process get their turn. */
const TURN_MS = 15;

/** One page of what a service printed. Throws `input_invalid` where the query or the cursor cannot be read. */
export async function searchLogs(
  reader: LogReader,
  service: LogService,
  { order, cursor, limit, ...filter }: LogSearch,
): Promise<LogPage> {
  const began = performance.now();
  const { question, names } = askLogs(reader, service, filter);
  const { given, ...after } = readCursor(cursor);
  const wanted = Math.min(limit, LOG_MOST_LINES - given);
  const place = cursor === null ? null : after;
  const found = await findInTurns(reader, { ...question, order, after: place, limit: wanted }, PATIENCE_MS);
  const total = given + found.lines.length;
  return {
    lines: found.lines.map((line) => lineView(line, names)),
    cursor: found.next && total < LOG_MOST_LINES ? writeCursor(found.next, total) : null,
    isPartial: found.isPartial,
    tookMs: Math.round(performance.now() - began),
  };
}

/** The page that there is after `patienceMs` at the latest; others of this process get their turns meanwhile. */
export async function findInTurns(
  { logs }: Pick<LogReader, 'logs'>,
  question: LogQuestion,
  patienceMs: number,
): Promise<FoundLines> {
  const began = performance.now();
  const search = findLines(logs, question, () => performance.now() - began > patienceMs);
  let turn = began;
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
    if (performance.now() - turn < TURN_MS) continue;
    await nextTurn();
    turn = performance.now();
  }
}

/** In one word: it goes through addresses. */
function writeCursor({ at, seq, serviceId }: LogPlace, given: number): string {
  return [at, seq, given, serviceId].join('~');
}

const cursorSchema = z
  .string()
  .regex(/^\d{1,15}~-?\d{1,16}~\d{1,6}~[\w-]*$/)
  .transform((cursor) => {
    const [at, seq, given, serviceId = ''] = cursor.split('~');
    return { at: Number(at), seq: Number(seq), given: Number(given), serviceId };
  });

/** How many lines were given before it, too. */
function readCursor(cursor: string | null): LogPlace & { given: number } {
  if (cursor === null) return { at: 0, seq: 0, given: 0, serviceId: '' };
  const parsed = cursorSchema.safeParse(cursor);
  if (parsed.success) return parsed.data;
  throw new Problem('input_invalid', { issues: [{ path: ['cursor'], code: 'unknown' }] });
}
