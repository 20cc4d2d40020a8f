import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ansiPieces, withoutAnsi } from '#components/logs/ansi-pieces.ts';

function looks(line: string): string[] {
  return ansiPieces(line).map(({ text, colour, ground, isStrong }) =>
    [text, colour ?? '', ground ?? '', isStrong ? 'strong' : ''].join('|'),
  );
}

test('colours of a terminal become pieces, bright ones the same as plain ones', () => {
  assert.deepEqual(looks('a \x1b[31mred\x1b[0m \x1b[1;92mgreen\x1b[0m'), [
    'a |||',
    'red|red||',
    ' |||',
    'green|green||strong',
  ]);
});

test('one of 256 and of 16 million colours takes the nearest that can be read', () => {
  assert.deepEqual(looks('\x1b[38;5;196mA\x1b[38;5;244mB\x1b[38;2;40;90;250mC\x1b[0m'), [
    'A|red||',
    'B|||',
    'C|blue||',
  ]);
});

test('reversed text swaps its colours, and a ground of its own is kept', () => {
  assert.deepEqual(looks('\x1b[7;31mA\x1b[0m\x1b[41mB\x1b[0m'), ['A|black|red|', 'B||red|']);
  assert.deepEqual(looks('\x1b[7mA\x1b[0m'), ['A|black|white|']);
});

test('HTML stays the letters that it is made of', () => {
  const html = '<img src=x onerror="alert(1)">&lt;b&gt;';
  assert.equal(withoutAnsi(html), html);
  assert.equal(withoutAnsi(`\x1b[31m${html}\x1b[0m`), html);
});

test('what moves cursors, names windows or rings is left out', () => {
  assert.equal(
    withoutAnsi('\x1b]0;title\x07a\x1b[2Kb\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\x07\x00\x08'),
    'ablink',
  );
  assert.equal(withoutAnsi('progress 10%\rprogress 90%\r'), 'progress 10%progress 90%');
  assert.equal(withoutAnsi('中文 \x1b[32m成功\x1b[0m\tok'), '中文 成功\tok');
});
