import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cutAtHits, hitsIn } from '#components/logs/text-hits.ts';

function marked(text: string, sought: string[], isCaseSensitive = false): string {
  return cutAtHits([{ text }], hitsIn(text, sought, isCaseSensitive))
    .map((piece) => (piece.isHit ? `[${piece.text}]` : piece.text))
    .join('');
}

test('every place of every word is marked, whatever its case', () => {
  assert.equal(marked('Error: error in ERRORs', ['error']), '[Error]: [error] in [ERROR]s');
  assert.equal(marked('Error: error', ['Error'], true), '[Error]: error');
  assert.equal(marked('请求超时，再次超时', ['超时']), '请求[超时]，再次[超时]');
});

test('hits that overlap or touch are one', () => {
  assert.equal(marked('abcdef', ['bcd', 'cde']), 'a[bcde]f');
  assert.equal(marked('aaa', ['a']), '[aaa]');
});

test('a letter whose small form is longer does not move the marks', () => {
  assert.equal(marked('İİ needle', ['needle']), 'İİ [needle]');
});

test('a hit that runs over pieces of different colour is marked in each', () => {
  const pieces = [
    { text: 'conn', colour: 'red' },
    { text: 'ection lost', colour: null },
  ];
  assert.deepEqual(cutAtHits(pieces, hitsIn('connection lost', ['connect'], false)), [
    { text: 'conn', colour: 'red', isHit: true },
    { text: 'ect', colour: null, isHit: true },
    { text: 'ion lost', colour: null, isHit: false },
  ]);
});
