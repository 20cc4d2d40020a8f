// Walks the chain of events and finds the first row that was changed, taken out or put in.
import type { Db } from '#db/open.ts';
import {
  type ChainEnd,
  type ChainedRow,
  hashOfEvent,
  readChain,
  readChainEnd,
  readChainStart,
  readLastId,
} from '#db/stores/event-chain.ts';
import type { ChainFault, ChainReport } from '#server/domain/audit-report.ts';

const ROWS = 500;

/**
 * Yields after every few hundred rows, about 10 ms of work, so that who walks it may let others in between. Rows that
 * are written meanwhile are not looked at. `onRow` is told every row that is whole.
 */
export function* verifyChain(db: Db, onRow?: (row: ChainEnd) => void): Generator<void, ChainReport> {
  const last = { id: readChainEnd(db).id, everGiven: readLastId(db) };
  const walk = new Walk(readChainStart(db));
  for (;;) {
    const rows = readChain(db, walk.report.end.id, ROWS).filter(({ id }) => id <= last.id);
    for (const row of rows) {
      const fault = walk.step(row);
      // Retention may have let go of rows while they were walked to: then it begins anew, behind them.
      if (fault === 'gap' && readChainStart(db).id > walk.start.id) return yield* verifyChain(db, onRow);
      if (fault) return { ...walk.report, fault: { id: row.id, kind: fault } };
      onRow?.(walk.report.end);
    }
    if (rows.length < ROWS) break;
    yield;
  }
  return walk.finish(last);
}

class Walk {
  readonly start: ChainEnd;
  readonly report: ChainReport;
  #knowsStart: boolean;

  constructor(start: ChainEnd) {
    this.start = start;
    this.#knowsStart = start.id === 0;
    this.report = { count: 0, unchained: 0, prunedThrough: start.id, end: start, fault: null };
  }

  /** What is wrong with the next row; null, and it is counted, where nothing is. */
  step(row: ChainedRow): ChainFault | null {
    const { end } = this.report;
    if (row.id !== end.id + 1) return 'gap';
    const isUnchained = row.hash === '' && row.previousHash === '';
    if (isUnchained && end.hash !== '') return 'unchained';
    if (row.previousHash !== end.hash) return 'link';
    if (!isUnchained && row.hash !== hashOfEvent(row)) return 'hash';
    this.report[isUnchained ? 'unchained' : 'count'] += 1;
    this.report.end = { id: row.id, hash: row.hash };
    if (row.kind === 'audit.pruned' && tellsOf(row.after, this.start)) this.#knowsStart = true;
    return null;
  }

  finish(last: { id: number; everGiven: number }): ChainReport {
    const { end } = this.report;
    if (!this.#knowsStart) return { ...this.report, fault: { id: this.start.id, kind: 'pruned' } };
    if (end.id < last.id || last.id < last.everGiven) {
      return { ...this.report, fault: { id: end.id, kind: 'end' } };
    }
    return this.report;
  }
}

/** The event that retention left, of just this mark. */
function tellsOf(after: string | null, { id, hash }: ChainEnd): boolean {
  const told = JSON.parse(after ?? 'null');
  return told?.throughId === id && told?.hash === hash;
}
