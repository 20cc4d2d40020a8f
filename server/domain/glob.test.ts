import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Glob, matchesGlob, parseGlob } from '#server/domain/glob.ts';
import { coversGlob } from '#server/domain/glob-covers.ts';

function glob(pattern: string): Glob {
  const parsed = parseGlob(pattern);
  assert.ok(parsed.kind === 'glob', pattern);
  return parsed.glob;
}

/** Pattern, what it matches, what it does not. */
const TABLE: [string, string[], string[]][] = [
  ['1', ['1'], ['', '11', '01', ' 1']],
  ['demo-*', ['demo-', 'demo-hz', 'demo-*', 'demo-a/b\nc'], ['demo', 'Demo-hz', 'x-demo-hz']],
  ['*', ['', 'anything', '/', '.', '中文'], []],
  ['*-test', ['-test', 'a-test', '-test-test'], ['test', '-tests']],
  ['*mid*', ['mid', 'amidb', 'midmid'], ['mad']],
  ['?', ['a', '*', '中', '😀'], ['', 'ab']],
  ['a?c', ['abc', 'a😀c'], ['ac', 'abbc']],
  ['v[23]', ['v2', 'v3'], ['v1', 'v', 'v23', 'V2']],
  ['[a-c]x', ['ax', 'cx'], ['dx', 'Ax', '-x']],
  ['[!a-c]x', ['dx', '-x', '!x'], ['ax', 'x', 'ddx']],
  ['[^a-c]x', ['dx', '^x'], ['bx']],
  ['[]]', [']'], ['[', '']],
  ['[!]]', ['a'], [']']],
  ['[a-]', ['a', '-'], ['b']],
  ['[-a]', ['a', '-'], ['b']],
  ['[a\\-c]', ['a', '-', 'c'], ['b']],
  ['[\\]]', [']'], ['\\']],
  ['[*?]', ['*', '?'], ['a']],
  ['[一-龥]', ['泊'], ['a']],
  ['[😀-😂]', ['😁'], ['😃', 'a']],
  ['\\*', ['*'], ['a', '\\*']],
  ['\\\\', ['\\'], ['\\\\']],
  ['a\\?', ['a?'], ['ab']],
  ['\\[a]', ['[a]'], ['a']],
  ['a]', ['a]'], ['a']],
  ['a.c', ['a.c'], ['abc']],
  ['a*b*c', ['abc', 'aXbXbXc'], ['acb', 'ab']],
  ['*?*', ['a', 'ab'], ['']],
];

for (const [pattern, matching, others] of TABLE) {
  test(`the Glob ${pattern} matches the whole value, or not at all`, () => {
    for (const value of matching) assert.ok(matchesGlob(glob(pattern), value), `should match: ${value}`);
    for (const value of others) assert.ok(!matchesGlob(glob(pattern), value), `should not match: ${value}`);
  });
}

for (const [pattern, code] of [
  ['[', 'glob_set_unclosed'],
  ['a[bc', 'glob_set_unclosed'],
  ['[]', 'glob_set_unclosed'],
  ['[!]', 'glob_set_unclosed'],
  ['a\\', 'glob_escape_dangling'],
  ['[a\\', 'glob_escape_dangling'],
  ['[z-a]', 'glob_range_reversed'],
] as const) {
  test(`the pattern ${pattern} is refused as ${code}`, () => {
    assert.deepEqual(parseGlob(pattern), { kind: 'invalid', code });
  });
}

type Part = { text: string; takes: (character: string) => boolean; isStar?: boolean };

const PARTS: Part[] = [
  { text: '*', takes: () => true, isStar: true },
  { text: '?', takes: () => true },
  { text: 'a', takes: (character) => character === 'a' },
  { text: 'b', takes: (character) => character === 'b' },
  { text: '[ab]', takes: (character) => 'ab'.includes(character) },
  { text: '[!a]', takes: (character) => character !== 'a' },
  { text: '[b-d]', takes: (character) => 'bcd'.includes(character) },
  { text: '\\*', takes: (character) => character === '*' },
];

/** What a Glob means, as it is defined and as slow as that is. */
function matchesByDefinition(parts: readonly Part[], value: string): boolean {
  const [part, ...rest] = parts;
  if (part === undefined) return value === '';
  if (part.isStar && matchesByDefinition(rest, value)) return true;
  if (value === '' || !part.takes(value[0] ?? '')) return false;
  return matchesByDefinition(part.isStar ? parts : rest, value.slice(1));
}

const patterns = fc.array(fc.constantFrom(...PARTS), { maxLength: 8 });
const values = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '*'), maxLength: 9 });
const textOf = (parts: readonly Part[]) => parts.map(({ text }) => text).join('');

test('any Glob matches what it matches by definition, and nothing else', () => {
  fc.assert(
    fc.property(patterns, values, (parts, value) => {
      assert.equal(matchesGlob(glob(textOf(parts)), value), matchesByDefinition(parts, value));
    }),
    { numRuns: 3_000 },
  );
});

test('a pattern made to be slow needs no more steps than value × pattern', () => {
  const startedAt = performance.now();
  for (const pattern of [`${'a*'.repeat(99)}b`, `*${'a'.repeat(198)}b`, `${'*a?'.repeat(66)}b`]) {
    assert.equal(matchesGlob(glob(pattern), 'a'.repeat(8_000)), false);
  }
  // 1.6 million steps take milliseconds; backtracking would need longer than there is time.
  assert.ok(performance.now() - startedAt < 2_000);
});

const shortPatterns = fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 4 });
/** Every text of up to four of these characters. */
const TEXTS = [0, 1, 2, 3].reduce(
  (texts) => [
    ...texts,
    ...texts.flatMap((text) => ['a', 'b', 'c', '*', 'z'].map((character) => text + character)),
  ],
  [''],
);

test('a Glob that is said to cover another one matches all that the other one matches', () => {
  let covered = 0;
  fc.assert(
    fc.property(shortPatterns, shortPatterns, (outer, inner) => {
      if (!coversGlob(glob(textOf(outer)), glob(textOf(inner)))) return;
      covered += 1;
      const missed = TEXTS.find(
        (text) => matchesByDefinition(inner, text) && !matchesByDefinition(outer, text),
      );
      assert.equal(missed, undefined);
    }),
    { numRuns: 1_500 },
  );
  assert.ok(covered > 50, `only ${covered} pairs were covered`);
});

for (const [outer, inner] of [
  ['1', '1'],
  ['*', 'demo-*'],
  ['*', '*'],
  ['demo-*', 'demo-hz'],
  ['demo-*', 'demo-hz-*'],
  ['*-test', 'a-*-test'],
  ['v?', 'v[23]'],
  ['v[1-5]', 'v[23]'],
  ['[!x]', 'a'],
  ['?*', '*?'],
  ['**', '*'],
  ['a*b*c', 'axbxc'],
] as const) {
  test(`${outer} covers ${inner}`, () => assert.ok(coversGlob(glob(outer), glob(inner))));
}

for (const [outer, inner] of [
  ['demo-hz', 'demo-*'],
  ['demo-*', '*'],
  ['v[23]', 'v?'],
  ['?*', '*'],
  ['a*', '*a'],
] as const) {
  test(`${outer} does not cover ${inner}`, () => assert.ok(!coversGlob(glob(outer), glob(inner))));
}
