import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LastLine } from './last-line.ts';

function lastOf(...chunks: string[]): string {
  const line = new LastLine();
  for (const chunk of chunks) line.add(Buffer.from(chunk));
  return line.read();
}

for (const [written, line] of [
  [[], ''],
  [['\n \n'], ''],
  [['one\ntwo\n'], 'two'],
  [['one\nt', 'wo'], 'two'],
  [['50 %\r100 %\r\n\n'], '100 %'],
  [['\u001b[31mrefused\u0007\n'], '[31mrefused'],
] as const) {
  test(`the last line of ${JSON.stringify(written)} is ${JSON.stringify(line)}`, () => {
    assert.equal(lastOf(...written), line);
  });
}

test('of a flood only the end of its last line is kept', () => {
  const chunks = Array.from({ length: 200 }, () => 'x'.repeat(1000));
  assert.equal(lastOf(...chunks, '\nthe end'), 'the end');
  assert.equal(lastOf(...chunks), 'x'.repeat(300));
});
