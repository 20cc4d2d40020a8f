import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soughtTexts, withTerm } from '#components/logs/query-term.ts';
import { parseLogQuery } from '#server/domain/log-terms.ts';

function fieldIn(query: string) {
  const { terms, issue } = parseLogQuery(query);
  assert.equal(issue, null);
  return terms.at(-1);
}

test('a value becomes a term of the query, quoted where its letters ask for it', () => {
  assert.equal(withTerm('', 'status', '500'), 'status:500');
  assert.equal(withTerm('timeout ', 'user.name', 'Li Lei'), 'timeout user.name:"Li Lei"');
  for (const value of ['a "b" c', 'C:\\temp dir', '超时 了', 'x:y', '-1', 'AND']) {
    assert.deepEqual(
      fieldIn(withTerm('', 'k', value)),
      { kind: 'field', key: 'k', value, isExcluded: false },
      value,
    );
  }
});

test('the same value twice stays one term', () => {
  const once = withTerm('a', 'user', 'Li Lei');
  assert.equal(withTerm(once, 'user', 'Li Lei'), once);
});

test('a key that cannot be written is left out, and its value is looked for', () => {
  assert.equal(withTerm('', 'x y', 'z'), '"z"');
  assert.equal(withTerm('', 'empty', ''), '"empty"');
});

test('a long value is looked for by its beginning', () => {
  assert.equal(withTerm('', 'k', 'x'.repeat(300)), `k:${'x'.repeat(200)}*`);
});

test('words, phrases and values are marked; what is excluded is not there to mark', () => {
  assert.deepEqual(soughtTexts('超时 AND "a b" status:5* -health'), ['超时', 'a b', '5']);
  assert.deepEqual(soughtTexts('"open'), []);
});
