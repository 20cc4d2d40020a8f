import { COLON, CR, IS_TOKEN, IS_VALUE, LF, SPACE, TAB } from '#server/gateway/wire/characters.ts';
import { PROBLEMS, type WireProblem } from '#server/gateway/wire/problems.ts';

export const MAX_FIELDS = 100;
/** Numbers kept for one field: start and end of its name, start and end of its value. */
const STRIDE = 4;

/**
 * Where the fields of the head read last stand. One for all heads: a head is read and used up in one tick, and what
 * is asked of it later is read anew.
 */
const fieldAt = new Int32Array(MAX_FIELDS * STRIDE);

/**
 * Reads the field lines of `text` (bytes as Latin-1) from `from` up to the empty line that begins at `to`, into
 * {@link fieldAt}. Gives their number, or what is wrong. Strict (RFC 9112 §2.2, §5): every line ends with CR LF, no
 * space before the colon, no folding, no control characters.
 */
export function readFields(text: string, from: number, to: number): number | WireProblem {
  let count = 0;
  let at = from;
  while (at < to) {
    if (count === MAX_FIELDS) return PROBLEMS.headTooLarge;
    const nameEnd = endOfName(text, at, to);
    if (nameEnd === at || text.charCodeAt(nameEnd) !== COLON) return badName(text, at, nameEnd);
    const lineEnd = endOfValue(text, nameEnd + 1, to);
    if (text.charCodeAt(lineEnd) !== CR) return badValue(text.charCodeAt(lineEnd));
    if (text.charCodeAt(lineEnd + 1) !== LF) return PROBLEMS.badLineEnd;
    keep(text, count, at, nameEnd, lineEnd);
    count += 1;
    at = lineEnd + 2;
  }
  return count;
}

function endOfName(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && IS_TOKEN[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

function endOfValue(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && IS_VALUE[text.charCodeAt(at)] === 1) at += 1;
  return at;
}

/** Keeps a field without the white space around its value. */
function keep(text: string, index: number, nameStart: number, nameEnd: number, lineEnd: number): void {
  let start = nameEnd + 1;
  let end = lineEnd;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  const at = index * STRIDE;
  fieldAt[at] = nameStart;
  fieldAt[at + 1] = nameEnd;
  fieldAt[at + 2] = start;
  fieldAt[at + 3] = end;
}

function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

function badName(text: string, lineStart: number, at: number): WireProblem {
  const code = text.charCodeAt(at);
  if (at === lineStart && isBlank(code)) return PROBLEMS.foldedField;
  return code === CR || code === LF ? PROBLEMS.badLineEnd : PROBLEMS.badFieldName;
}

function badValue(code: number): WireProblem {
  return code === LF ? PROBLEMS.badLineEnd : PROBLEMS.badFieldValue;
}

/** Name of the field at `index` in lower case. */
export function fieldName(text: string, index: number): string {
  return text.slice(fieldAt[index * STRIDE], fieldAt[index * STRIDE + 1]).toLowerCase();
}

export function fieldValue(text: string, index: number): string {
  return text.slice(fieldAt[index * STRIDE + 2], fieldAt[index * STRIDE + 3]);
}

/** Where the line of a field begins; the next one's begin is its end. */
export function lineStart(index: number): number {
  return fieldAt[index * STRIDE] ?? 0;
}

export function nameEnd(index: number): number {
  return fieldAt[index * STRIDE + 1] ?? 0;
}

export function nameLength(index: number): number {
  return nameEnd(index) - lineStart(index);
}
