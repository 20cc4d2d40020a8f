import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';

test('an answer of unknown length ends where the instance closes, and is whole', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('GET /'));
  const atInstance = await instance.connection();
  await atInstance.request();
  atInstance.send('HTTP/1.1 200 OK\r\n\r\nfirst');
  await connection.until(() => connection.heard.includes('first'));
  atInstance.send('second');
  atInstance.socket.end();
  assert.equal((await connection.answer()).body, 'firstsecond');
});

test('an answer of unknown length that is reset is not a whole one', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('GET /'));
  const atInstance = await instance.connection();
  await atInstance.request();
  atInstance.send('HTTP/1.1 200 OK\r\n\r\nfirst');
  await connection.until(() => connection.heard.includes('first'));
  const isReset = Promise.withResolvers<boolean>();
  connection.socket.on('error', () => isReset.resolve(true));
  atInstance.socket.resetAndDestroy();
  await connection.ended();
  connection.socket.on('close', () => isReset.resolve(false));
  connection.socket.destroySoon();
  const isChunkedWhole = /\r\n0\r\n\r\n$/.test(connection.heard);
  const isChunked = /transfer-encoding: chunked/i.test(connection.heard);
  assert.ok(isChunked ? !isChunkedWhole : await isReset.promise, connection.heard);
});

for (const [name, head] of [
  ['fewer bytes than its length', 'content-length: 10\r\n\r\nfirst'],
  ['chunks without the last one', 'transfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n'],
  ['half a chunk', 'transfer-encoding: chunked\r\n\r\na\r\nfirst'],
] as const) {
  test(`an answer with ${name} is broken for the visitor too, never a shorter whole`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('GET /'));
    const atInstance = await instance.connection();
    await atInstance.request();
    atInstance.send(`HTTP/1.1 200 OK\r\n${head}`);
    await connection.until(() => connection.heard.includes('first'));
    atInstance.socket.end();
    await connection.ended();
    assert.match(connection.heard, /^HTTP\/1\.1 200 /);
    await assert.rejects(connection.answer(), /ended before its message did/);
  });
}
