import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { statusOf } from '#server/gateway/protocol/raw-message.ts';
import type { RawPeer } from '#server/gateway/protocol/raw-peer.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const LIMIT_MS = 150;
/** Long enough that only the limit can have ended the connection, short enough that a missing one shows. */
const PATIENCE_MS = 4_000;

test('a head that is not complete in time is cut off with 408', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => answerOf('never'), { limits: { headMs: LIMIT_MS } });
  const connection = await visitor();
  connection.send('GET / HTTP/1.1\r\n');
  assert.match(await connection.ended(PATIENCE_MS), /^(HTTP\/1\.1 408 |$)/);
  assert.equal(instance.heard, '');
});

test('a head that drips is cut off as well: the limit is for all of it', async (t) => {
  const { visitor } = await rawBerth(t, () => answerOf('never'), { limits: { headMs: LIMIT_MS } });
  const connection = await visitor();
  connection.send('GET / HTTP/1.1\r\n');
  await dripUntilEnded(connection, 'x-a: b\r\n');
});

test('a head that is complete in time has no limit behind it: the answer may take longer', async (t) => {
  const { instance, visitor } = await rawBerth(t, undefined, {
    limits: { headMs: LIMIT_MS, idleMs: LIMIT_MS, bodyIdleMs: LIMIT_MS },
  });
  const connection = await visitor();
  connection.send(requestOf('POST /', ['content-length: 2'], 'hi'));
  const atInstance = await instance.connection();
  await atInstance.request();
  await assert.rejects(
    connection.until(() => connection.heard !== '', 4 * LIMIT_MS),
    /not in/,
  );
  assert.equal(connection.isEnded, false);
  atInstance.send('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nsl');
  await connection.until(() => connection.heard.endsWith('sl'));
  await assert.rejects(
    connection.until(() => connection.heard.endsWith('slow'), 4 * LIMIT_MS),
    /not in/,
  );
  atInstance.send('ow');
  assert.equal((await connection.answer()).body, 'slow');
});

for (const [name, framing, part] of [
  ['a length', 'content-length: 10', 'first'],
  ['chunks', 'transfer-encoding: chunked', '5\r\nfirst\r\n'],
] as const) {
  test(`a body with ${name} that does not go on is cut off with 408, and so is its request`, async (t) => {
    const { instance, visitor } = await rawBerth(t, undefined, { limits: { bodyIdleMs: LIMIT_MS } });
    const connection = await visitor();
    connection.send(requestOf('POST /', [framing], part));
    const atInstance = await instance.connection();
    await atInstance.until(() => atInstance.heard.includes('first'));
    assert.match(await connection.ended(PATIENCE_MS), /^(HTTP\/1\.1 408 |$)/);
    await assert.rejects(atInstance.request(), /ended before its message did/);
  });
}

test('a body that goes on passes, however long it takes', async (t) => {
  const { visitor } = await rawBerth(t, ({ body }) => answerOf(body), {
    limits: { bodyIdleMs: 2 * LIMIT_MS },
  });
  const connection = await visitor();
  connection.send(requestOf('POST /', ['content-length: 8']));
  for (let piece = 0; piece < 8; piece += 1) {
    await assert.rejects(
      connection.until(() => connection.isEnded, LIMIT_MS / 2),
      /not in/,
    );
    connection.send(`${piece}`);
  }
  assert.equal((await connection.answer()).body, '01234567');
});

test('a body that drips too slowly is cut off', async (t) => {
  const { visitor } = await rawBerth(t, undefined, {
    limits: { bodyIdleMs: 10_000, bodyGraceMs: LIMIT_MS, minBodyRate: 10_000 },
  });
  const connection = await visitor();
  connection.send(requestOf('POST /', ['content-length: 1000000']));
  await dripUntilEnded(connection, 'x');
});

test('a connection without a request is closed after its time, before the first one and behind one', async (t) => {
  const { visitor } = await rawBerth(t, () => answerOf('ok'), {
    limits: { idleMs: LIMIT_MS, headMs: LIMIT_MS },
  });
  const silent = await visitor();
  const used = await visitor();
  used.send(requestOf('GET /'));
  assert.equal((await used.answer()).body, 'ok');
  for (const connection of [silent, used]) {
    assert.match(await connection.ended(PATIENCE_MS), /^(HTTP\/1\.1 408 [\s\S]*)?$/);
  }
});

test('an idle connection that is used again in time stays', async (t) => {
  const { visitor } = await rawBerth(t, () => answerOf('ok'), { limits: { idleMs: 4 * LIMIT_MS } });
  const connection = await visitor();
  for (let round = 0; round < 5; round += 1) {
    connection.send(requestOf('GET /'));
    assert.equal((await connection.answer()).body, 'ok');
    await assert.rejects(
      connection.until(() => connection.isEnded, LIMIT_MS),
      /not in/,
    );
  }
});

test('an instance that does not answer in time gives 504, and its connection is not used again', async (t) => {
  const { instance, visitor } = await rawBerth(t, undefined, { limits: { answerMs: LIMIT_MS } });
  const connection = await visitor();
  connection.send(requestOf('GET /'));
  const atInstance = await instance.connection();
  await atInstance.request();
  assert.equal(statusOf(await connection.answer()), 504);
  await atInstance.ended();
});

test('an answer that nobody takes is cut off after its time', async (t) => {
  const { instance, visitor } = await rawBerth(t, undefined, { limits: { sendMs: LIMIT_MS } });
  const connection = await visitor();
  connection.send(requestOf('GET /'));
  const atInstance = await instance.connection();
  await atInstance.request();
  connection.socket.pause();
  atInstance.send('HTTP/1.1 200 OK\r\ncontent-length: 100000000\r\n\r\n');
  const piece = 'x'.repeat(10_000_000);
  atInstance.socket.on('drain', () => atInstance.send(piece));
  atInstance.send(piece);
  await atInstance.ended(PATIENCE_MS);
  assert.ok(atInstance.socket.bytesWritten < 1e8, 'all was taken');
  const reset = once(connection.socket, 'error');
  connection.socket.resume();
  const [error] = await reset;
  assert.equal(error.code, 'ECONNRESET', 'and the kernel does not go on offering it');
});

/** One piece every few milliseconds, so that no limit between two pieces could be met. */
async function dripUntilEnded(connection: RawPeer, piece: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!connection.isEnded) {
    assert.ok(performance.now() < deadline, 'it dripped on for ever');
    connection.send(piece);
    await connection.until(() => connection.isEnded, 20).catch(() => {});
  }
}
