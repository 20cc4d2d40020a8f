import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { type RawField, type RawMessage, targetOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const CHUNKED = 'transfer-encoding: chunked';

/** What a trailer may not be: framing, routing, authorization and control data (RFC 9110 §6.5.1). */
const FORBIDDEN = [
  'transfer-encoding: chunked',
  'content-length: 5',
  'host: other.test',
  'connection: close',
  'authorization: Basic eDp5',
  'cookie: a=1',
  'set-cookie: a=1',
  'content-type: text/html',
  'content-encoding: gzip',
  'trailer: x',
  'x-forwarded-for: 6.6.6.6',
  'x-request-id: forged',
];

test('a chunked body passes in both directions, whatever its chunks are like', async (t) => {
  const { visitor } = await rawBerth(
    t,
    ({ body }) => `HTTP/1.1 200 OK\r\n${CHUNKED}\r\n\r\n${chunksOf(body)}`,
  );
  const connection = await visitor();
  for (const [chunks, body] of [
    ['0\r\n\r\n', ''],
    ['5\r\nhello\r\n0\r\n\r\n', 'hello'],
    ['00000005\r\nhello\r\n0000\r\n\r\n', 'hello'],
    ['1\r\nh\r\n4;name=value\r\nello\r\n0;last\r\n\r\n', 'hello'],
    ['5;name="a;b\\"c"\r\nhello\r\n0\r\n\r\n', 'hello'],
    ['A\r\n0123456789\r\na\r\n0123456789\r\n0\r\n\r\n', '01234567890123456789'],
  ] as const) {
    connection.send(requestOf('POST /', [CHUNKED], chunks));
    assert.equal((await connection.answer()).body, body);
  }
});

test('Chunked is chunked: codings have no case', async (t) => {
  const { visitor } = await rawBerth(t, ({ body }) => answerOf(body));
  const connection = await visitor();
  connection.send(requestOf('POST /', ['Transfer-Encoding: Chunked'], chunksOf('hello')));
  assert.equal((await connection.answer()).body, 'hello');
});

test('trailers of a request reach the instance, without those that a trailer may not be', async (t) => {
  const seen = Promise.withResolvers<RawMessage>();
  const { visitor } = await rawBerth(t, (request) => {
    seen.resolve(request);
    return answerOf('ok');
  });
  const connection = await visitor();
  const fields = [CHUNKED, 'te: trailers', 'trailer: x-checksum'];
  connection.send(requestOf('POST /', fields, chunksOf('hello', ['x-checksum: 1', ...FORBIDDEN])));
  assert.equal((await connection.answer()).body, 'ok');
  const { body, trailers } = await seen.promise;
  assert.equal(body, 'hello');
  assert.deepEqual(lowered(trailers), [['x-checksum', '1']]);
});

test('trailers of an answer reach the visitor, without those that a trailer may not be', async (t) => {
  const { visitor } = await rawBerth(
    t,
    () =>
      `HTTP/1.1 200 OK\r\n${CHUNKED}\r\ntrailer: x-checksum\r\n\r\n${chunksOf('hello', ['x-checksum: 1', ...FORBIDDEN])}`,
  );
  const connection = await visitor();
  connection.send(requestOf('GET /', ['te: trailers', 'connection: te']));
  const { body, trailers } = await connection.answer();
  assert.equal(body, 'hello');
  assert.deepEqual(lowered(trailers), [['x-checksum', '1']]);
});

test('a chunk passes on before the next one is there, in both directions', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('POST /', [CHUNKED], '5\r\nfirst\r\n'));
  const atInstance = await instance.connection();
  await atInstance.until(() => atInstance.heard.includes('first'));
  connection.send(chunksOf('second'));
  assert.equal((await atInstance.request()).body, 'firstsecond');
  atInstance.send(`HTTP/1.1 200 OK\r\n${CHUNKED}\r\n\r\n5\r\nfirst\r\n`);
  await connection.until(() => connection.heard.includes('first'));
  atInstance.send(chunksOf('second'));
  assert.equal((await connection.answer()).body, 'firstsecond');
});

test('a part of a chunk passes on before the rest of it is there', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('POST /', [CHUNKED], 'a\r\nfirst'));
  const atInstance = await instance.connection();
  await atInstance.until(() => atInstance.heard.includes('first'));
  connection.send('later\r\n0\r\n\r\n');
  assert.equal((await atInstance.request()).body, 'firstlater');
  atInstance.send(answerOf('ok'));
  assert.equal((await connection.answer()).body, 'ok');
});

test('DELETE and OPTIONS keep their bodies, and their framing', async (t) => {
  const { visitor } = await rawBerth(t, (request) => answerOf(`${targetOf(request)}=${request.body}`));
  const connection = await visitor();
  for (const method of ['DELETE', 'OPTIONS', 'GET', 'PATCH']) {
    connection.send(requestOf(`${method} /1`, [CHUNKED], chunksOf('body')));
    assert.equal((await connection.answer()).body, '/1=body');
    connection.send(requestOf(`${method} /2`, ['content-length: 4'], 'body'));
    assert.equal((await connection.answer()).body, '/2=body');
  }
});

function lowered(fields: RawField[]): RawField[] {
  return fields.map(([name, value]) => [name.toLowerCase(), value]);
}
