// Which lines a search is for. Exact: what an index finds first is looked at again here.
import { logFields } from '#server/domain/log-fields.ts';
import type { LogLineDraft } from '#server/domain/log-line.ts';
import type { LogFilter } from '#server/domain/log-query.ts';
import type { LogTerm } from '#server/domain/log-terms.ts';

export type LogMatch = {
  /** Pieces of text, folded, that are in every line that matches: for an index, and to pass over many lines at once. */
  pieces: string[];
  test: (line: LogLineDraft) => boolean;
};

type Line = { line: LogLineDraft; text: string };
type Test = (line: Line) => boolean;

type MatchFilter = Pick<
  LogFilter,
  'from' | 'to' | 'versionIds' | 'instanceIds' | 'streams' | 'levels' | 'isCaseSensitive'
>;

/** Letters that differ in case only are the same in the index, whatever a search says. */
export function folded(text: string): string {
  return text.toLowerCase();
}

/** `versionIdsOf` gives the ids of versions of that name. */
export function compileLogMatch(
  filter: MatchFilter,
  terms: readonly LogTerm[],
  versionIdsOf: (name: string) => readonly string[],
): LogMatch {
  const fold = filter.isCaseSensitive ? (text: string) => text : folded;
  const wanted = terms.map((term) => {
    const test = testOf(term, fold, versionIdsOf);
    return term.isExcluded ? (line: Line) => !test(line) : test;
  });
  const ofPlace = placeTest(filter);
  return {
    pieces: terms.filter(({ isExcluded }) => !isExcluded).flatMap(piecesOf),
    test: (line) => {
      if (!ofPlace(line)) return false;
      if (wanted.length === 0) return true;
      const looked = { line, text: fold(plain(line.text)) };
      return wanted.every((test) => test(looked));
    },
  };
}

/** What is no field of a line's text, but of the line. */
const OWN_KEYS = ['level', 'stream', 'instance', 'version', 'file'];

function piecesOf(term: LogTerm): string[] {
  if (term.kind === 'text') return [folded(term.text)];
  if (OWN_KEYS.includes(term.key)) return [];
  // The value of a field may be written with escapes in the line.
  return term.value
    .split('*')
    .filter((piece) => piece !== '' && !/["\\\p{Cc}]/u.test(piece))
    .map(folded);
}

function placeTest({ from, to, versionIds, instanceIds, streams, levels }: MatchFilter) {
  const [versions, instances] = [new Set(versionIds), new Set(instanceIds)];
  return (line: LogLineDraft) =>
    (from === null || line.at >= from) &&
    (to === null || line.at <= to) &&
    (versions.size === 0 || versions.has(line.versionId)) &&
    (instances.size === 0 || instances.has(line.instanceId)) &&
    (streams.length === 0 || streams.includes(line.stream)) &&
    (levels.length === 0 || levels.includes(line.level));
}

function testOf(
  term: LogTerm,
  fold: (text: string) => string,
  versionIdsOf: (name: string) => readonly string[],
): Test {
  if (term.kind === 'text') {
    const text = fold(term.text);
    return (line) => line.text.includes(text);
  }
  const { key, value } = term;
  const matches = patternOf(fold(value));
  if (key === 'version') {
    const ids = new Set(versionIdsOf(value));
    return ({ line }) => ids.has(line.versionId) || line.versionId === value;
  }
  if (key === 'instance') return ({ line }) => line.instanceId.startsWith(value);
  if (key === 'level')
    return ({ line }) => line.level === value.toLowerCase() || hasField(line, key, fold, matches);
  if (key === 'stream') return ({ line }) => line.stream === value.toLowerCase();
  if (key === 'file') return ({ line }) => matches(fold(line.file)) || hasField(line, key, fold, matches);
  const written = [fold(`${key}:${value}`), fold(`${key}=${value}`)];
  return ({ line, text }) => {
    if (text.startsWith('{') && hasField(line, key, fold, matches)) return true;
    return !value.includes('*') && written.some((one) => text.includes(one));
  };
}

function hasField(
  line: LogLineDraft,
  key: string,
  fold: (text: string) => string,
  matches: (text: string) => boolean,
): boolean {
  const value = logFields(line.text)?.[key];
  return value !== undefined && matches(fold(value));
}

/** The whole text, with `*` for anything. */
function patternOf(pattern: string): (text: string) => boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return (text) => text === first;
  return (text) => {
    if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
      return false;
    let at = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, at);
      if (found === -1) return false;
      at = found + piece.length;
    }
    return at <= text.length - last.length;
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours of terminals begin with one
const COLOURS = /\x1b\[[0-9;?]*[ -/]*[@-~]/g;

/** Without the colours of terminals, which nobody types into a search. */
export function plain(text: string): string {
  return text.includes('\x1b') ? text.replace(COLOURS, '') : text;
}
