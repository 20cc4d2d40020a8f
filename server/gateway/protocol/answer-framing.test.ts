// Answers of instances are held to the rules of requests: what could be read in two ways is broken, not guessed at.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { fieldOf, statusOf, targetOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const CHUNKED = 'transfer-encoding: chunked';
const ok = (fields: string[], body: string) =>
  `${['HTTP/1.1 200 OK', ...fields].join('\r\n')}\r\n\r\n${body}`;

const ANSWERS: Record<string, string> = {
  'length and coding': ok(['content-length: 1', CHUNKED], chunksOf('x')),
  'the same length twice': ok(['content-length: 1', 'content-length: 1'], 'x'),
  'two lengths': ok(['content-length: 1', 'content-length: 2'], 'xy'),
  'two lengths in one field': ok(['content-length: 1, 1'], 'x'),
  'a length with a plus': ok(['content-length: +1'], 'x'),
  'a negative length': ok(['content-length: -1'], 'x'),
  'a length in hexadecimal': ok(['content-length: 0x1'], 'x'),
  'a length of two words': ok(['content-length: 1 2'], 'x'),
  'an empty length': ok(['content-length:'], 'x'),
  'a huge length': ok([`content-length: ${'9'.repeat(30)}`], 'x'),
  'another coding': ok(['transfer-encoding: gzip'], 'x'),
  'a coding before chunked': ok(['transfer-encoding: gzip, chunked'], chunksOf('x')),
  'chunked twice': ok(['transfer-encoding: chunked, chunked'], chunksOf('x')),
  'two lines of coding': ok([CHUNKED, CHUNKED], chunksOf('x')),
  'chunked in HTTP/1.0': ok([CHUNKED], chunksOf('x')).replace('1.1', '1.0'),
  'a bare LF in a value': ok(['x-a: b\nx-c: d', 'content-length: 1'], 'x'),
  'lines that all end with LF alone': 'HTTP/1.1 200 OK\ncontent-length: 1\n\nx',
  'a bare CR in a value': ok(['x-a: b\rc', 'content-length: 1'], 'x'),
  'a folded value': ok(['x-a: b', ' c', 'content-length: 1'], 'x'),
  'a space before the colon': ok(['content-length : 1'], 'x'),
  'a line without a colon': ok(['x-a', 'content-length: 1'], 'x'),
  'NUL in a value': ok(['x-a: \0', 'content-length: 1'], 'x'),
  'a control byte in a name': ok(['x-\x01: b', 'content-length: 1'], 'x'),
  'a status of two digits': 'HTTP/1.1 20 OK\r\ncontent-length: 1\r\n\r\nx',
  'a status of four digits': 'HTTP/1.1 2000 OK\r\ncontent-length: 1\r\n\r\nx',
  'a status that is no number': 'HTTP/1.1 abc OK\r\ncontent-length: 1\r\n\r\nx',
  'a status of zero': 'HTTP/1.1 000 OK\r\ncontent-length: 1\r\n\r\nx',
  'no status': 'HTTP/1.1\r\ncontent-length: 1\r\n\r\nx',
  'a control byte in the reason': 'HTTP/1.1 200 O\x01K\r\ncontent-length: 1\r\n\r\nx',
  'another version': 'HTTP/2.0 200 OK\r\ncontent-length: 1\r\n\r\nx',
  'a request for an answer': 'GET / HTTP/1.1\r\nhost: x\r\n\r\n',
  nonsense: 'nonsense\r\n\r\n',
  'a head above 64 KiB': ok([`x-a: ${'a'.repeat(64 * 1024)}`, 'content-length: 1'], 'x'),
  'more than 100 fields': ok(
    Array.from({ length: 101 }, (_, index) => `x-${index}: 1`),
    'x',
  ),
  'an end before the head is over': 'HTTP/1.1 200 OK\r\ncontent-le',
  'nothing at all': '',
};

test('a malformed answer gives 502, and nothing of it reaches the visitor', async (t) => {
  for (const [name, answer] of Object.entries(ANSWERS)) {
    await t.test(name, async (t) => {
      const { visitor } = await rawBerth(t, (request, { socket }) => {
        if (targetOf(request) === '/good') return ok(['content-length: 4'], 'good');
        // These can only be told from a slow answer by the end of the connection.
        if (!answer.includes('\r\n\r\n') && !answer.includes('\n\n')) setImmediate(() => socket.end());
        return answer;
      });
      const connection = await visitor();
      connection.send(requestOf('POST /bad', ['content-length: 1'], 'x'));
      const got = await connection.answer();
      assert.equal(statusOf(got), 502);
      assert.ok(!got.fields.some(([field]) => /^x-(a|c|0)$/i.test(field)));
      connection.send(requestOf('GET /good'));
      assert.equal((await connection.answer()).body, 'good', 'the visitor is not to blame and may go on');
    });
  }
});

const CHUNKS: Record<string, string> = {
  'a size that is no number': 'g\r\nx\r\n0\r\n\r\n',
  'a size with 0x': '0x1\r\nx\r\n0\r\n\r\n',
  'a negative size': '-1\r\nx\r\n0\r\n\r\n',
  'a size of 17 digits': '00000000000000001\r\nx\r\n0\r\n\r\n',
  'an empty size': '\r\nx\r\n0\r\n\r\n',
  'a space behind the size': '1 \r\nx\r\n0\r\n\r\n',
  'a size that ends with LF alone': '1\nx\r\n0\r\n\r\n',
  'data without a line end': '1\r\nx0\r\n\r\n',
  'data that is longer than its size': '1\r\nxy\r\n0\r\n\r\n',
  'a malformed trailer': '1\r\nx\r\n0\r\nx-a\r\n\r\n',
};

test('a malformed chunk breaks the answer off: the visitor never sees an end', async (t) => {
  for (const [name, chunks] of Object.entries(CHUNKS)) {
    await t.test(name, async (t) => {
      const { instance, visitor } = await rawBerth(t, () => ok([CHUNKED], `4\r\ngood\r\n${chunks}`));
      const connection = await visitor();
      connection.send(requestOf('GET /'));
      await assert.rejects(
        connection
          .answer()
          .then((got) => assert.equal(statusOf(got), 502))
          .then(() => {
            throw new Error('ended before its message did: refused as a whole');
          }),
        /ended before its message did/,
      );
      await (await instance.connection()).ended();
    });
  }
});

test('an answer with both a body and a malformed next one is whole, and the connection is not used again', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => `${ok(['content-length: 1'], 'x')}nonsense\r\n\r\n`);
  const connection = await visitor();
  for (let round = 0; round < 2; round += 1) {
    connection.send(requestOf('GET /'));
    assert.equal((await connection.answer()).body, 'x');
  }
  assert.equal(instance.connections.length, 2);
});

test('unusual answers that say one thing only pass', async (t) => {
  const answers = [
    ok(['content-length: 0001'], 'x'),
    ok(['Transfer-Encoding: CHUNKED'], chunksOf('x')),
    'HTTP/1.1 200\r\ncontent-length: 1\r\n\r\nx',
    'HTTP/1.1 200 \r\ncontent-length: 1\r\n\r\nx',
    'HTTP/1.1 299 Quite \xe9 word\r\ncontent-length: 1\r\n\r\nx',
    'HTTP/1.1 999 ?\r\ncontent-length: 1\r\n\r\nx',
  ];
  const { visitor } = await rawBerth(t, (request) => answers[Number(targetOf(request).slice(1))]);
  const connection = await visitor();
  for (const [index, answer] of answers.entries()) {
    connection.send(requestOf(`GET /${index}`));
    const got = await connection.answer();
    assert.equal(got.body, 'x');
    assert.equal(statusOf(got), Number(answer.slice(9, 12)));
    assert.equal(fieldOf(got, 'x-cloudberth-version'), 'web-v1');
  }
});
