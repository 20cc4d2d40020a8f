import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { statusOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const LEAVINGS: Record<string, (socket: Socket) => void> = {
  closes: (socket) => socket.destroy(),
  resets: (socket) => socket.resetAndDestroy(),
};

for (const [how, leave] of Object.entries(LEAVINGS)) {
  test(`a visitor who ${how} before the answer's head ends the request at its instance`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('GET /'));
    const atInstance = await instance.connection();
    await atInstance.request();
    leave(connection.socket);
    await atInstance.ended();
  });

  test(`a visitor who ${how} within the answer ends the request at its instance`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('GET /'));
    const atInstance = await instance.connection();
    await atInstance.request();
    atInstance.send('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nfirst');
    await connection.until(() => connection.heard.includes('first'));
    leave(connection.socket);
    await atInstance.ended();
  });

  test(`a visitor who ${how} within the body does not leave a whole request behind`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    for (const [index, [framing, part]] of [
      ['content-length: 10', 'first'],
      ['transfer-encoding: chunked', '5\r\nfirst\r\n'],
    ].entries()) {
      const connection = await visitor();
      connection.send(requestOf('POST /', [framing ?? ''], part));
      const atInstance = await instance.connection(index);
      await atInstance.until(() => atInstance.heard.includes('first'));
      leave(connection.socket);
      await assert.rejects(atInstance.request(), /ended before its message did/);
    }
  });

  test(`a visitor who ${how} with requests waiting behind the first one starts none of them`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('GET /1') + requestOf('POST /2', ['content-length: 2'], 'hi'));
    const atInstance = await instance.connection();
    await atInstance.request();
    leave(connection.socket);
    await atInstance.ended();
    const other = await visitor();
    other.send(requestOf('GET /other'));
    const next = await instance.connection(1);
    assert.equal((await next.request()).start, 'GET /other HTTP/1.1');
    next.send(answerOf('ok'));
    await other.answer();
    assert.deepEqual(instance.requestLines, ['GET /1', 'GET /other']);
  });
}

for (const [name, framing, part, rest] of [
  ['a length', 'content-length: 10', 'first', 'later'],
  ['chunks', 'transfer-encoding: chunked', '5\r\nfirst\r\n', chunksOf('later')],
] as const) {
  test(`an answer before a body with ${name} is over reaches the visitor, and the rest of the body is no request`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('POST /', [framing], part));
    const first = await instance.connection();
    await first.until(() => first.heard.includes('first'));
    first.send(answerOf('no more', [], '413 Content Too Large'));
    const answer = await connection.answer();
    assert.deepEqual([statusOf(answer), answer.body], [413, 'no more']);
    connection.send(rest);

    const other = await visitor();
    other.send(requestOf('GET /other'));
    const fresh = await Promise.race([
      instance.connection(1),
      first.until(() => first.heard.includes('GET /other')).then(() => first),
    ]);
    if (fresh === first) assert.ok((await first.request()).body.includes('later'), 'reused within a body');
    assert.equal((await fresh.request()).start, 'GET /other HTTP/1.1');
    fresh.send(answerOf('other'));
    assert.equal((await other.answer()).body, 'other');
  });
}

test('an instance that answers early and closes is heard, however much the visitor still sends', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('POST /', ['content-length: 50000000'], 'first'));
  const atInstance = await instance.connection();
  await atInstance.until(() => atInstance.heard.includes('first'));
  atInstance.send(answerOf('no more', ['connection: close'], '413 Content Too Large'));
  atInstance.socket.end();
  let isAnswered = false;
  const answered = connection.answer().finally(() => {
    isAnswered = true;
  });
  const piece = 'x'.repeat(64 * 1024);
  while (!isAnswered && connection.socket.writable) {
    connection.send(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal((await answered).body, 'no more');
});
