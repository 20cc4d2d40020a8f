// Glob of a rule's value (D-TS): `*` any characters, `?` exactly one, `[…]` one of a set with ranges, `[!…]` and
// `[^…]` one outside of it, a backslash takes the next character as it is. Always the whole value, case-sensitive;
// no character is special beyond these, not even `/` or a leading dot. Characters are code points.
import { ANY, glyphsOf, type Ranges, rangesOf, within } from '#server/domain/glob-ranges.ts';

/** One character out of `ranges`, or any number of any. */
type Token = { kind: 'one'; ranges: Ranges } | { kind: 'star' };

const ONE: Token = { kind: 'one', ranges: ANY };

/** A compiled pattern. */
export type Glob = { pattern: string; tokens: readonly Token[] };

/** Message keys under `issues.<code>`. */
export type GlobIssueCode = 'glob_set_unclosed' | 'glob_escape_dangling' | 'glob_range_reversed';

export type ParsedGlob = { kind: 'glob'; glob: Glob } | { kind: 'invalid'; code: GlobIssueCode };

/** Reads a pattern, or says what keeps it from being one. */
export function parseGlob(pattern: string): ParsedGlob {
  const glyphs = glyphsOf(pattern);
  const tokens: Token[] = [];
  for (let at = 0; at < glyphs.length; ) {
    const read = readToken(glyphs, at);
    if (typeof read === 'string') return { kind: 'invalid', code: read };
    tokens.push(read.token);
    at = read.next;
  }
  return { kind: 'glob', glob: { pattern, tokens: normal(tokens) } };
}

/**
 * Whether the whole value matches. At most value × pattern steps: only the last star is ever tried again, because
 * what an earlier one could take instead, the last one can take too. Allocates nothing.
 */
export function matchesGlob({ tokens }: Glob, value: string): boolean {
  let token = 0;
  let at = 0;
  let starToken = -1;
  let starAt = 0;
  while (at < value.length) {
    const current = tokens[token];
    const point = value.codePointAt(at) ?? 0;
    if (current?.kind === 'star') {
      starToken = token++;
      starAt = at;
    } else if (current !== undefined && within(point, current.ranges)) {
      token += 1;
      at += widthOf(point);
    } else if (starToken >= 0) {
      starAt += widthOf(value.codePointAt(starAt) ?? 0);
      at = starAt;
      token = starToken + 1;
    } else return false;
  }
  while (tokens[token]?.kind === 'star') token += 1;
  return token === tokens.length;
}

function widthOf(point: number): number {
  return point > 0xffff ? 2 : 1;
}

type Read = { token: Token; next: number } | GlobIssueCode;

function readToken(glyphs: readonly string[], at: number): Read {
  const glyph = glyphs[at] ?? '';
  if (glyph === '*') return { token: { kind: 'star' }, next: at + 1 };
  if (glyph === '?') return { token: ONE, next: at + 1 };
  if (glyph === '[') return readSet(glyphs, at);
  const escaped = glyph === '\\' ? 1 : 0;
  const point = pointAt(glyphs, at + escaped);
  if (point === undefined) return 'glob_escape_dangling';
  return { token: { kind: 'one', ranges: [[point, point]] }, next: at + escaped + 1 };
}

/** A `]` right after the opening stands for itself, as everywhere; so does a `-` at either end. */
function readSet(glyphs: readonly string[], start: number): Read {
  const isNegated = glyphs[start + 1] === '!' || glyphs[start + 1] === '^';
  const first = start + (isNegated ? 2 : 1);
  const ranges: [number, number][] = [];
  let at = first;
  while (at < glyphs.length && (glyphs[at] !== ']' || at === first)) {
    const low = readMember(glyphs, at);
    if (low === undefined) return 'glob_escape_dangling';
    const isRange = glyphs[low.next] === '-' && low.next + 1 < glyphs.length && glyphs[low.next + 1] !== ']';
    const high = isRange ? readMember(glyphs, low.next + 1) : low;
    if (high === undefined) return 'glob_escape_dangling';
    if (high.point < low.point) return 'glob_range_reversed';
    ranges.push([low.point, high.point]);
    at = high.next;
  }
  if (at >= glyphs.length) return 'glob_set_unclosed';
  return { token: { kind: 'one', ranges: rangesOf(ranges, isNegated) }, next: at + 1 };
}

function readMember(glyphs: readonly string[], at: number): { point: number; next: number } | undefined {
  const escaped = glyphs[at] === '\\' ? 1 : 0;
  const point = pointAt(glyphs, at + escaped);
  return point === undefined ? undefined : { point, next: at + escaped + 1 };
}

function pointAt(glyphs: readonly string[], at: number): number | undefined {
  return glyphs[at]?.codePointAt(0);
}

/** The same language in one form: in a run of `*` and `?` every `?` comes first, then one star. */
function normal(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (const token of tokens) {
    if (result.at(-1)?.kind !== 'star') result.push(token);
    else if (token === ONE) result.splice(-1, 0, token);
    else if (token.kind === 'one') result.push(token);
  }
  return result;
}
