// What an instance sends besides its answer is never given to the next visitor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { statusOf, targetOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const POISON = answerOf('poison');

/** Request line → the answer, and what stands behind it. */
const SURPLUS: Record<string, [line: string, answer: string]> = {
  'an answer with a length': ['GET /first', answerOf('first')],
  'a chunked answer': [
    'GET /first',
    `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunksOf('first')}`,
  ],
  'an answer without a body': ['GET /first', answerOf('')],
  'a 204': ['GET /first', 'HTTP/1.1 204 No Content\r\n\r\n'],
  'a 304': ['GET /first', 'HTTP/1.1 304 Not Modified\r\n\r\n'],
  'a 304 with a length': [
    'GET /first',
    `HTTP/1.1 304 Not Modified\r\ncontent-length: ${POISON.length}\r\n\r\n`,
  ],
  'a 204 with a length': [
    'GET /first',
    `HTTP/1.1 204 No Content\r\ncontent-length: ${POISON.length}\r\n\r\n`,
  ],
  'the answer to HEAD': ['HEAD /first', `HTTP/1.1 200 OK\r\ncontent-length: ${POISON.length}\r\n\r\n`],
  'a chunked answer to HEAD': ['HEAD /first', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'],
  'an answer behind 103': ['GET /first', `HTTP/1.1 103 Early Hints\r\n\r\n${answerOf('first')}`],
  'a redirect': ['POST /first', 'HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n'],
};

for (const [name, [line, answer]] of Object.entries(SURPLUS)) {
  for (const when of ['with it', 'right behind it'] as const) {
    test(`bytes that come ${when} after ${name} never reach a visitor`, async (t) => {
      const { instance, visitor } = await rawBerth(t, (request, connection) => {
        if (targetOf(request) !== '/first') return answerOf(targetOf(request));
        if (when === 'with it') return answer + POISON;
        setImmediate(() => connection.send(POISON));
        return answer;
      });
      const connection = await visitor();
      connection.send(requestOf(line, line.startsWith('POST') ? ['content-length: 0'] : []));
      if (answer.startsWith('HTTP/1.1 103')) await connection.answer();
      const first = await (line.startsWith('HEAD') ? connection.answerToHead() : connection.answer());
      assert.ok(!first.body.includes('poison'));
      const poisoned = await instance.connection();
      await poisoned.ended();
      for (const next of [connection, await visitor()]) {
        if (next.isEnded) continue; // The gateway may close on the first visitor, though not on others.
        next.send(requestOf('GET /next'));
        assert.equal((await next.answer()).body, '/next');
      }
      assert.ok(!poisoned.heard.includes('/next'));
    });
  }
}

test('an answer that comes before the request was sent is never taken for its answer', async (t) => {
  const { instance, visitor } = await rawBerth(t, (request) => answerOf(targetOf(request)));
  const connection = await visitor();
  connection.send(requestOf('GET /1'));
  assert.equal((await connection.answer()).body, '/1');
  const idle = await instance.connection();
  idle.send(POISON);
  await idle.ended();
  connection.send(requestOf('GET /2'));
  assert.equal((await connection.answer()).body, '/2');
  assert.ok(!idle.heard.includes('/2'));
});

test('an answer on a connection that was just opened is not taken for that of its first request', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const slow = await visitor();
  slow.send(requestOf('POST /slow', ['content-length: 10'], 'first'));
  const atInstance = await instance.connection();
  await atInstance.until(() => atInstance.heard.includes('first'));
  atInstance.send(answerOf('early') + POISON);
  assert.equal((await slow.answer()).body, 'early');
  await atInstance.ended();
});

test('1xx and a broken answer leave nothing behind for the next visitor', async (t) => {
  const { instance, visitor } = await rawBerth(t, (request) =>
    targetOf(request) === '/bad'
      ? `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n${POISON}`
      : answerOf('good'),
  );
  const connection = await visitor();
  connection.send(requestOf('GET /bad', [], '', '1.0'));
  assert.equal(statusOf(await connection.answer()), 502);
  const other = await visitor();
  other.send(requestOf('GET /good'));
  assert.equal((await other.answer()).body, 'good');
  assert.equal(instance.connections.length, 2);
});

test('the connection of a visitor who left within an answer carries nobody else', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const leaving = await visitor();
  leaving.send(requestOf('GET /left'));
  const abandoned = await instance.connection();
  await abandoned.request();
  abandoned.send('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nfirst');
  await leaving.until(() => leaving.heard.endsWith('first'));
  leaving.socket.destroy();
  await abandoned.ended();
  const other = await visitor();
  other.send(requestOf('GET /other'));
  const fresh = await instance.connection(1);
  await fresh.request();
  abandoned.send('rest of the answer');
  fresh.send(answerOf('other'));
  assert.equal((await other.answer()).body, 'other');
});
