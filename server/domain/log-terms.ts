// The query language of 日志 (console-spec 10.2): words that all have to be in a line, parted by spaces or AND;
// "a phrase"; key:value for a field of a line that is JSON; a minus sign before any of them turns it round.

export type LogTerm =
  | { kind: 'text'; text: string; isExcluded: boolean }
  /** `value` may hold `*` for anything. */
  | { kind: 'field'; key: string; value: string; isExcluded: boolean };

export type LogQueryIssue = 'log_query_quote' | 'log_query_or' | 'log_query_too_many' | 'log_query_value';

export type ParsedLogQuery = { terms: LogTerm[]; issue: LogQueryIssue | null };

const MOST_TERMS = 10;
/** A key begins with a letter, so that `12:30` is a word; nor is `http://host` a key with a value. */
const FIELD = /^([\p{L}_][\p{L}\p{N}_.@-]*):(?!\/\/)(.*)$/su;

/** All terms of a query, or why it cannot be read: an issue code. An empty query has no terms. */
export function parseLogQuery(query: string): ParsedLogQuery {
  const words = split(query);
  if (words === null) return refused('log_query_quote');
  const terms: LogTerm[] = [];
  for (const word of words) {
    if (word.isBare && word.raw === 'AND') continue;
    if (word.isBare && word.raw === 'OR') return refused('log_query_or');
    const term = termOf(word);
    if (term === null) return refused('log_query_value');
    terms.push(term);
  }
  return terms.length > MOST_TERMS ? refused('log_query_too_many') : { terms, issue: null };
}

function refused(issue: LogQueryIssue): ParsedLogQuery {
  return { terms: [], issue };
}

/** `raw` without its quotes; `isBare` where it had none; `quotedFrom`: what stands behind it is no key. */
type Word = { raw: string; isBare: boolean; quotedFrom: number };

/** Null where a quote is not closed. A quote inside of quotes is written `\"`. */
function split(query: string): Word[] | null {
  const words: Word[] = [];
  let at = 0;
  while (at < query.length) {
    if (/\s/.test(query.charAt(at))) at += 1;
    else {
      const word = readWord(query, at);
      if (word === null) return null;
      words.push(word.word);
      at = word.end;
    }
  }
  return words;
}

function readWord(query: string, from: number): { word: Word; end: number } | null {
  let raw = '';
  let at = from;
  let quotedFrom = Number.POSITIVE_INFINITY;
  while (at < query.length && !/\s/.test(query.charAt(at))) {
    // A quote amid a word is a character like others: `it"s`.
    const opens = query[at] === '"' && (raw === '' || raw === '-' || raw.endsWith(':'));
    if (!opens) {
      raw += query[at];
      at += 1;
      continue;
    }
    const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(query.slice(at));
    if (!quoted) return null;
    quotedFrom = Math.min(quotedFrom, raw.length);
    raw += (quoted[1] ?? '').replace(/\\(["\\])/g, '$1');
    at += quoted[0].length;
  }
  const isBare = quotedFrom === Number.POSITIVE_INFINITY;
  return { word: { raw, isBare, quotedFrom }, end: at };
}

/** Null where a key has no value, or a quoted text is empty. */
function termOf({ raw, quotedFrom }: Word): LogTerm | null {
  const isExcluded = raw.length > 1 && raw.startsWith('-') && quotedFrom > 0;
  const skipped = isExcluded ? 1 : 0;
  const text = raw.slice(skipped);
  const field = FIELD.exec(text);
  const key = field?.[1] ?? '';
  if (!field || quotedFrom - skipped < key.length + 1)
    return text ? { kind: 'text', text, isExcluded } : null;
  const value = field[2] ?? '';
  // `Error:` at the end of a word is what people copy out of a line.
  if (value === '') return quotedFrom < Number.POSITIVE_INFINITY ? null : { kind: 'text', text, isExcluded };
  return { kind: 'field', key, value, isExcluded };
}
