import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { fieldOf, statusOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const old = (line: string, fields: string[] = []) => requestOf(line, fields, '', '1.0');

test('an HTTP/1.0 visitor gets one answer and a closed connection', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => answerOf('ok'));
  const connection = await visitor();
  connection.send(old('GET /1') + old('GET /2'));
  assert.equal((await connection.answer()).body, 'ok');
  assert.equal(await connection.ended(), '');
  assert.deepEqual(instance.requestLines, ['GET /1']);
});

test('an HTTP/1.0 visitor who asks for it keeps the connection, and is told so', async (t) => {
  const { visitor } = await rawBerth(t, () => answerOf('ok'));
  const connection = await visitor();
  for (const path of ['/1', '/2']) {
    connection.send(old(`GET ${path}`, ['connection: keep-alive']));
    const answer = await connection.answer();
    assert.equal(answer.body, 'ok');
    assert.equal(fieldOf(answer, 'connection')?.toLowerCase(), 'keep-alive');
  }
});

for (const fields of [[], ['connection: keep-alive']]) {
  const asking = fields.length === 0 ? '' : ' that asked to keep the connection';
  test(`an HTTP/1.0 visitor${asking} gets a chunked answer without its chunks, until the connection closes`, async (t) => {
    const { visitor } = await rawBerth(
      t,
      () => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n${chunksOf('two', ['x-t: 1'])}`,
    );
    const connection = await visitor();
    connection.send(old('GET /', fields));
    const answer = await connection.answer();
    assert.equal(answer.framing, 'close');
    assert.equal(answer.body, 'onetwo');
    assert.notEqual(fieldOf(answer, 'connection')?.toLowerCase(), 'keep-alive');
  });
}

test('an instance hears HTTP/1.1 from the gateway, whatever the visitor speaks', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => answerOf('ok'));
  const connection = await visitor();
  connection.send(old('GET /'));
  assert.equal(statusOf(await connection.answer()), 200);
  assert.match(instance.heard, /^GET \/ HTTP\/1\.1\r\n/);
});

test('an HTTP/1.0 instance is understood: its answer ends with its connection', async (t) => {
  const { visitor } = await rawBerth(t, (_request, { socket }) => {
    setImmediate(() => socket.end());
    return 'HTTP/1.0 200 OK\r\n\r\nuntil close';
  });
  const connection = await visitor();
  for (let round = 0; round < 2; round += 1) {
    connection.send(requestOf('GET /'));
    assert.equal((await connection.answer()).body, 'until close');
    if (connection.isEnded) return;
  }
});
