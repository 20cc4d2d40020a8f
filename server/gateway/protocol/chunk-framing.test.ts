// A chunked body is checked as it passes: the instance may hold its beginning, but never sees an end (RFC 9112 §7.1).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RawBerth, rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { statusOf } from '#server/gateway/protocol/raw-message.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const END = '0\r\n\r\n';

const CHUNKS: Record<string, string> = {
  'an empty size': `\r\nx\r\n${END}`,
  'a size of no digit': `;a=b\r\nx\r\n${END}`,
  'a negative size': `-1\r\nx\r\n${END}`,
  'a plus before the size': `+1\r\nx\r\n${END}`,
  'a size with 0x': `0x1\r\nx\r\n${END}`,
  'a size that is no number': `g\r\nx\r\n${END}`,
  'a size of 17 digits': `00000000000000001\r\nx\r\n${END}`,
  'a size above 2^64': `10000000000000001\r\nx\r\n${END}`,
  'a size above 2^53': `20000000000001\r\nx\r\n${END}`,
  'a space before the size': ` 1\r\nx\r\n${END}`,
  'a space behind the size': `1 \r\nx\r\n${END}`,
  'a tab behind the size': `1\t\r\nx\r\n${END}`,
  'two sizes': `1 1\r\nx\r\n${END}`,
  'a size with an underscore': `1_0\r\nx\r\n${END}`,
  'a size that ends with LF alone': `1\nx\r\n${END}`,
  'a size that ends with CR alone': `1\rx\r\n${END}`,
  'a size that ends with CR CR LF': `1\r\r\nx\r\n${END}`,
  'an extension that ends with LF alone': `1;a=b\nx\r\n${END}`,
  'an extension with a bare CR': `1;a=\rb\r\nx\r\n${END}`,
  'an extension with NUL': `1;a=\0\r\nx\r\n${END}`,
  'a quoted line end in an extension': `1;a="\n"\r\nx\r\n${END}`,
  'data without a line end': `1\r\nx${END}`,
  'data that ends with LF alone': `1\r\nx\n${END}`,
  'data that ends with CR alone': `1\r\nx\r${END}`,
  'data that is longer than its size': `1\r\nxy\r\n${END}`,
  'a last chunk that ends with LF alone': '1\r\nx\r\n0\n\r\n',
  'an end with LF alone': '1\r\nx\r\n0\r\n\n',
  'a trailer that ends with LF alone': '1\r\nx\r\n0\r\nx-a: b\n\r\n',
  'a trailer without a colon': '1\r\nx\r\n0\r\nx-a\r\n\r\n',
  'a trailer with a space before its colon': '1\r\nx\r\n0\r\nx-a : b\r\n\r\n',
  'a folded trailer': '1\r\nx\r\n0\r\nx-a: b\r\n c\r\n\r\n',
  'a trailer with NUL': '1\r\nx\r\n0\r\nx-a: \0\r\n\r\n',
  'endless extensions': `1;${'a'.repeat(100_000)}\r\nx\r\n${END}`,
  'endless trailers': `1\r\nx\r\n0\r\n${'x-a: b\r\n'.repeat(20_000)}\r\n`,
};

test('a malformed chunk gets 400 and a closed connection, and the instance never sees an end', async (t) => {
  const berth = await rawBerth(t);
  for (const [name, chunks] of Object.entries(CHUNKS)) {
    await t.test(`${name}, all at once`, () => assertBroken(berth, [chunks]));
    await t.test(`${name}, behind a good chunk that has passed`, () =>
      assertBroken(berth, ['4\r\ngood\r\n', chunks]),
    );
  }
});

/** Further parts are sent when the instance has the first. */
async function assertBroken(
  { instance, visitor }: RawBerth,
  [first = '', ...later]: string[],
): Promise<void> {
  const before = instance.connections.length;
  const connection = await visitor();
  connection.send(requestOf('POST /', ['transfer-encoding: chunked'], first));
  for (const part of later) {
    const atInstance = await instance.connection(before);
    await atInstance.until(() => atInstance.heard.includes('good'));
    connection.send(part);
  }
  connection.send(requestOf('GET /behind'));
  assert.equal(statusOf(await connection.answer()), 400);
  assert.equal(await connection.ended(), '');
  for (const atInstance of instance.connections.slice(before)) {
    await assert.rejects(atInstance.request(), /ended before its message did/);
    assert.ok(!atInstance.heard.includes('/behind'), atInstance.heard);
  }
}
