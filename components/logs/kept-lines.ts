// The lines of a tail: what came goes to the end, what is there already stays out, and the oldest leave.
import type { LogLineView } from '#server/domain/log-query.ts';

export type LogItem =
  | { id: string; line: LogLineView }
  /** So many lines were not sent, because more came than a page can show; a search finds them. */
  | { id: string; skipped: number };

/** So many a page keeps: a program may print thousands a second. */
export const MOST_ITEMS = 2_000;

export function itemsOf(lines: readonly LogLineView[]): LogItem[] {
  return lines.map((line) => ({ id: line.id, line }));
}

/** Adds what came since. A connection that was made again may tell some lines twice. */
export function withItems(kept: readonly LogItem[], added: readonly LogItem[]): readonly LogItem[] {
  if (added.length === 0) return kept;
  const known = new Set(kept.map(({ id }) => id));
  const fresh = added.filter(({ id }) => !known.has(id) && known.add(id));
  return fresh.length === 0 ? kept : [...kept, ...fresh].slice(-MOST_ITEMS);
}
