// Bytes of all visitors are read to one piece of memory: what waits for its instance must not be read over.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import type { RawMessage } from '#server/gateway/protocol/raw-message.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { until } from '#server/gateway/test-gateway.ts';

const VISITORS = 40;
/** Below, at, and far above what is read at once. */
const SIZES = [10, 1_000, 20_000, 64 * 1024, 300_000];

/** Together more than the kernel holds for a connection. */
const PIECES = 800;
const PIECE_BYTES = 20_000;

test('bodies of many visitors at once arrive as they were sent, in one piece or in several', async (t) => {
  const { visitor } = await rawBerth(t, (request) => answerOf(hashOf(request.body)));
  const answers = Array.from({ length: VISITORS }, async (_, index) => {
    const connection = await visitor();
    const body = bodyOf(index);
    connection.send(requestOf('POST /', [`content-length: ${body.length}`]));
    for (let at = 0; at < body.length; at += 50_000) connection.send(body.slice(at, at + 50_000));
    return { got: (await connection.answer()).body, sent: hashOf(body) };
  });
  for (const { got, sent } of await Promise.all(answers)) assert.equal(got, sent);
});

test('requests that wait behind one another on a connection stay as they came', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const first = await visitor();
  first.send(requestOf('GET /one'));
  const atInstance = await instance.connection();
  await atInstance.request();
  first.send(`${requestOf('POST /two', ['content-length: 5'])}hello`);
  const others = await Promise.all(Array.from({ length: VISITORS }, () => visitor()));
  for (const other of others) other.send(requestOf(`GET /${'x'.repeat(2_000)}`));
  await until(() => instance.requestLines.length === 1 + VISITORS);
  atInstance.send(answerOf('one'));
  const second: RawMessage = await atInstance.request();
  assert.deepEqual([second.start, second.body], ['POST /two HTTP/1.1', 'hello']);
});

test('small pieces of a large body wait as they came while the instance takes none of them', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('POST /', [`content-length: ${PIECES * PIECE_BYTES}`]));
  const atInstance = await instance.connection();
  await until(() => atInstance.heard.includes('\r\n\r\n'));
  atInstance.socket.pause();
  const sent = createHash('sha256');
  for (let index = 0; index < PIECES; index += 1) {
    const piece = Buffer.alloc(PIECE_BYTES, index % 251);
    sent.update(piece);
    connection.socket.write(piece);
    await nextTurn(); // So that the gateway reads them one by one.
  }
  const got = createHash('sha256');
  let left = PIECES * PIECE_BYTES;
  const whole = new Promise<void>((resolve) => {
    atInstance.socket.removeAllListeners('data').on('data', (bytes: Buffer) => {
      got.update(bytes);
      left -= bytes.length;
      if (left === 0) resolve();
    });
  });
  atInstance.socket.resume();
  await whole;
  assert.equal(got.digest('hex'), sent.digest('hex'));
});

function bodyOf(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return letter.repeat(SIZES[index % SIZES.length] ?? 0) + index;
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
