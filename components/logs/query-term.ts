import { parseLogQuery } from '#server/domain/log-terms.ts';

/** Keys that the query language can name. */
const KEY = /^[\p{L}_][\p{L}\p{N}_.@-]*$/u;

/** Of a value as typed without quotes. */
const BARE = /^[^\s"\\]+$/;

const LONGEST_VALUE = 200;

/** 只看这个值: the query and that a field has this value; a key that cannot be named leaves the value alone. */
export function withTerm(query: string, key: string, value: string): string {
  const short = value.slice(0, LONGEST_VALUE);
  // What was left out stands for anything, as `*` does.
  const sought = short === value ? quoted(short) : quoted(`${short}*`);
  const term = KEY.test(key) && value !== '' ? `${key}:${sought}` : phraseOf(short || key);
  const before = query.trim();
  const present = before.split(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  if (present.includes(term)) return before;
  return before === '' ? term : `${before} ${term}`;
}

function quoted(text: string): string {
  return BARE.test(text) ? text : phraseOf(text);
}

function phraseOf(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Texts to mark in a line: what was asked for by word, phrase, or value of a field. */
export function soughtTexts(query: string): string[] {
  const { terms } = parseLogQuery(query);
  const texts = terms
    .filter(({ isExcluded }) => !isExcluded)
    .flatMap((term) => (term.kind === 'text' ? [term.text] : term.value.split('*')));
  return texts.filter((text) => text !== '');
}
