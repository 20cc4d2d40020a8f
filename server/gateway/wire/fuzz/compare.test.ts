import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '#server/gateway/wire/fuzz/compare.ts';
import type { Outcome, Seen } from '#server/gateway/wire/fuzz/outcome.ts';

const seen = (line: string, body: string | undefined = ''): Seen => ({ line, body, closes: false });
const all = (...requests: Seen[]): Outcome => ({ requests, end: 'all' });

test('a shorter body, a swallowed request and one too many are differences', () => {
  const ours = all(seen('/a', 'xy'), seen('/sentinel'));
  assert.equal(compare(ours, ours).kind, 'same');
  assert.equal(compare(ours, all(seen('/a', 'x'), seen('/sentinel'))).kind, 'differ');
  assert.equal(compare(ours, { ...all(seen('/a', 'xy')), end: 'body' }).kind, 'differ');
  assert.equal(compare(ours, all(seen('/a', 'xy'), seen('/inner'), seen('/sentinel'))).kind, 'differ');
  assert.equal(compare(all(seen('/a', 'xy')), ours).kind, 'differ');
});

test('refusing is never a difference, going on where the other refuses neither', () => {
  const good = all(seen('/a'), seen('/sentinel'));
  const refused: Outcome = { requests: [seen('/a')], end: 'refused', reason: 'x' };
  assert.deepEqual(compare(refused, good), { kind: 'we-refuse', reason: 'x' });
  assert.deepEqual(compare(good, refused), { kind: 'other-refuses', reason: 'x' });
});

test('waiting for what the other saw whole is a difference, also where it tells no bodies', () => {
  const waiting: Outcome = { requests: [], end: 'body' };
  assert.equal(compare(waiting, all(seen('/a'))).kind, 'differ');
  assert.equal(compare(waiting, all({ ...seen('/a'), body: undefined })).kind, 'same');
  const both = all({ ...seen('/a'), body: undefined }, { ...seen('/b'), body: undefined });
  assert.equal(compare(waiting, both).kind, 'differ');
  assert.equal(
    compare({ requests: [], end: 'head' }, all({ ...seen('/a'), body: undefined })).kind,
    'differ',
  );
});
