import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Grant, Right } from '#server/domain/rights.ts';
import { expiresAt, type TokenInput, tokenInputSchema, tokenIssues } from '#server/domain/token.ts';
import { isTokenText, tokenPrefix, tokenText } from '#server/domain/token-text.ts';

const RANDOM = 'abcdefghijklmnopqrstuvwxyz012345';
const NOW = 1_000_000;

test('a token is known by its form, and by a tail that anybody can work out', () => {
  const token = tokenText(RANDOM);
  assert.match(token, /^berth_[a-z0-9]{39}$/);
  assert.equal(token.slice(-7), '0r9wrbg'); // crc32 of Node's zlib, in base 36.
  assert.ok(isTokenText(token));
  assert.equal(tokenPrefix(token), 'berth_abcdef');
});

test('one wrong character, another length or another prefix is no token', () => {
  const token = tokenText(RANDOM);
  for (const wrong of [
    token.replace('a', 'b'),
    `${token}0`,
    token.slice(0, -1),
    token.slice(6),
    ` ${token}`,
    '',
  ]) {
    assert.equal(isTokenText(wrong), false, wrong);
  }
});

function input(rights: Right[], environmentIds: string[] | null, at?: number): TokenInput {
  const expiry = at === undefined ? { kind: 'never' as const } : { kind: 'date' as const, at };
  return { name: 'ci', rights, environmentIds, expiry };
}

const OPS_OF_A: Grant[] = [
  { environmentId: 'a', role: 'ops' },
  { environmentId: 'b', role: 'tester' },
];

for (const [promise, given, codes] of [
  ['what a person may in one environment may be in a token for all', input(['view', 'operate'], null), []],
  ['and in one for that environment', input(['operate'], ['a', 'b']), []],
  ['not in one for another', input(['operate'], ['b']), ['token_right_missing']],
  ['a right that the person has nowhere is refused', input(['administer'], null), ['token_right_missing']],
  ['so is an environment that is not theirs', input(['view'], ['a', 'c']), ['token_environment_unknown']],
  ['a time that is over is refused', input(['view'], null, NOW), ['token_expiry_past']],
  ['so is one that is as good as never', input(['view'], null, NOW * 1e9), ['token_expiry_too_far']],
] as const) {
  test(promise, () => {
    const found = tokenIssues(given, OPS_OF_A, NOW).map(({ code }) => code);
    assert.deepEqual(found, codes);
  });
}

test('an expiry is said: days, a time, or never in so many words', () => {
  assert.equal(expiresAt({ kind: 'days', days: 7 }, NOW), NOW + 7 * 24 * 3600_000);
  assert.equal(expiresAt({ kind: 'never' }, NOW), null);
  const { expiry, ...silent } = input(['view'], null);
  assert.equal(tokenInputSchema.safeParse(silent).success, false);
  assert.equal(tokenInputSchema.safeParse({ ...silent, expiry: { kind: 'days', days: 8 } }).success, false);
});
