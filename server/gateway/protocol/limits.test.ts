import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { statusOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { assertRefused } from '#server/gateway/protocol/refused.ts';

const KIB = 1024;

test('a head may have 100 fields and 64 KiB, a target 16 KiB', async (t) => {
  const { visitor } = await rawBerth(t, () => answerOf('ok'));
  const connection = await visitor();
  const many = Array.from({ length: 99 }, (_, index) => `x-${index}: 1`); // Host is the hundredth.
  const bare = requestOf('GET /', ['x-a: ']).length;
  for (const request of [
    requestOf('GET /', many),
    requestOf('GET /', [`x-a: ${'a'.repeat(64 * KIB - bare)}`]),
    requestOf(`GET /${'a'.repeat(16 * KIB - 1)}`),
  ]) {
    connection.send(request);
    assert.equal(statusOf(await connection.answer()), 200, `${request.length} bytes`);
  }
});

test('what is too large is refused with a closed connection before an instance hears of it', async (t) => {
  const berth = await rawBerth(t, () => answerOf('never'));
  const many = Array.from({ length: 100 }, (_, index) => `x-${index}: 1`);
  for (const [name, status, request] of [
    ['101 fields', 431, requestOf('GET /', many)],
    ['a field above 64 KiB', 431, requestOf('GET /', [`x-a: ${'a'.repeat(64 * KIB)}`])],
    [
      'fields above 64 KiB together',
      431,
      requestOf(
        'GET /',
        many.slice(1).map((line) => line + 'a'.repeat(700)),
      ),
    ],
    ['a target above 16 KiB', 414, requestOf(`GET /${'a'.repeat(16 * KIB)}`)],
  ] as const) {
    await t.test(name, () => assertRefused(berth, request, [status]));
  }
});

test('a head without end is refused at 64 KiB, however small its pieces are', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => answerOf('never'));
  const connection = await visitor();
  connection.send(requestOf('GET /').slice(0, -2));
  for (let sent = 0; sent < 128 * KIB && !connection.isEnded; sent += KIB) {
    connection.send(`x-a: ${'a'.repeat(KIB - 7)}\r\n`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.match(await connection.ended(), /^HTTP\/1\.1 431 /);
  assert.equal(instance.heard, '');
});

test('a body with a length above the limit is refused before an instance hears of it', async (t) => {
  const berth = await rawBerth(t, () => answerOf('never'), { limits: { maxBodyBytes: 1000 } });
  const fields = ['content-length: 1001'];
  await assertRefused(berth, requestOf('POST /', fields, 'x'.repeat(1001)), [413]);
  await assertRefused(berth, requestOf('POST /', ['expect: 100-continue', ...fields]), [413]);
});

test('a chunked body is refused where it passes the limit, and the instance never sees an end', async (t) => {
  const { instance, visitor } = await rawBerth(t, undefined, { limits: { maxBodyBytes: 1000 } });
  const connection = await visitor();
  connection.send(
    requestOf('POST /', ['transfer-encoding: chunked'], chunksOf('x'.repeat(600)).slice(0, -5)),
  );
  const atInstance = await instance.connection();
  await atInstance.until(() => atInstance.heard.includes('xxx'));
  connection.send(chunksOf('x'.repeat(401)));
  assert.equal(statusOf(await connection.answer()), 413);
  assert.equal(await connection.ended(), '');
  await assert.rejects(atInstance.request(), /ended before its message did/);
});

test('bodies up to the limit pass', async (t) => {
  const { visitor } = await rawBerth(t, ({ body }) => answerOf(`${body.length}`), {
    limits: { maxBodyBytes: 1000 },
  });
  const connection = await visitor();
  const body = 'x'.repeat(1000);
  connection.send(requestOf('POST /', ['content-length: 1000'], body));
  assert.equal((await connection.answer()).body, '1000');
  connection.send(requestOf('POST /', ['transfer-encoding: chunked'], chunksOf(body)));
  assert.equal((await connection.answer()).body, '1000');
});

test('a visitor who goes on sending what was refused can still read why', async (t) => {
  const { visitor } = await rawBerth(t, undefined, { limits: { maxBodyBytes: 1000 } });
  const connection = await visitor();
  connection.send(requestOf('POST /', ['content-length: 8000000'], 'x'.repeat(8_000_000)));
  assert.equal(statusOf(await connection.answer()), 413);
});
