import { setTimeout as wait } from 'node:timers/promises';
import { linesFrom, readNextSeq } from '#db/stores/log-reading.ts';
import { askLogs, type LogReader, type LogService } from '#server/api/logs/ask-logs.ts';
import { lineView } from '#server/api/logs/line-view.ts';
import type { StoredLogLine } from '#server/domain/log-line.ts';
import type { LogFilter, LogTailPart } from '#server/domain/log-query.ts';

const LOOK_EVERY_MS = 250;
/** Lines that one part brings at most: more in a moment cannot be read by anybody. */
const MOST_LINES = 500;

type Tail = LogReader & { requireStill: () => void };

/**
 * Lines as they come, from now on or from a cursor. What comes faster than it can be shown is passed over and counted.
 * Ends with the signal; throws what `requireStill` throws, at once when a right is gone and no line comes, too.
 */
export async function* tailLogs(
  tail: Tail,
  service: LogService,
  { cursor, ...filter }: Omit<LogFilter, 'to'> & { cursor: string | null },
  signal: AbortSignal,
): AsyncGenerator<LogTailPart> {
  const { question, names } = askLogs(tail, service, { ...filter, to: null });
  const next = readCursor(tail, question.serviceIds, cursor);
  let isFirst = true;
  while (!signal.aborted) {
    tail.requireStill();
    const { lines, passed } = newLines(tail, next);
    const wanted = lines.filter(question.match.test);
    if (wanted.length > 0 || passed > 0 || isFirst) {
      isFirst = false;
      yield {
        lines: wanted.map((line) => lineView(line, names)),
        cursor: writeCursor(next),
        dropped: passed,
      };
    }
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => {}); // Aborted: the loop looks at the signal.
  }
}

/** Moves `next` behind what it gives. */
function newLines(
  { logs }: LogReader,
  next: Map<string, number>,
): { lines: StoredLogLine[]; passed: number } {
  const lines: StoredLogLine[] = [];
  let passed = 0;
  for (const [serviceId, seq] of next) {
    const end = readNextSeq(logs, serviceId);
    if (end <= seq) continue;
    const from = Math.max(seq, end - MOST_LINES);
    passed += from - seq;
    lines.push(...linesFrom(logs, serviceId, from, MOST_LINES));
    next.set(serviceId, end);
  }
  return { lines: lines.toSorted((a, b) => a.at - b.at || a.seq - b.seq), passed };
}

function writeCursor(next: ReadonlyMap<string, number>): string {
  return [...next.values()].join('~');
}

/** One number for each service; a cursor that does not fit means: from now on. */
function readCursor(
  { logs }: LogReader,
  serviceIds: readonly string[],
  cursor: string | null,
): Map<string, number> {
  const numbers = cursor?.split('~') ?? [];
  const fits = numbers.length === serviceIds.length && numbers.every((number) => /^\d{1,15}$/.test(number));
  return new Map(
    serviceIds.map((id, index) => [id, fits ? Number(numbers[index]) : readNextSeq(logs, id)] as const),
  );
}
