import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { fieldOf, targetOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';

test('a connection carries one request after the other', async (t) => {
  const { instance, visitor } = await rawBerth(t, (request) => answerOf(targetOf(request)));
  const connection = await visitor();
  for (const path of ['/1', '/2', '/3']) {
    connection.send(requestOf(`GET ${path}`));
    assert.equal((await connection.answer()).body, path);
  }
  assert.equal(instance.connections.length, 1, 'the instance keeps its connection too');
});

test('Connection: close ends the connection with its answer, and what stands behind is not a request', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => answerOf('last'));
  const connection = await visitor();
  connection.send(requestOf('GET /1', ['connection: close']) + requestOf('GET /2'));
  const answer = await connection.answer();
  assert.equal(fieldOf(answer, 'connection')?.toLowerCase(), 'close');
  assert.equal(await connection.ended(), '');
  assert.deepEqual(instance.requestLines, ['GET /1']);
});

test('pipelined requests are answered in order, also behind a slow first one', async (t) => {
  const { instance, visitor } = await rawBerth(t, (request) =>
    targetOf(request) === '/1' ? undefined : answerOf(targetOf(request)),
  );
  const connection = await visitor();
  connection.send(['/1', '/2', '/3'].map((path) => requestOf(`GET ${path}`)).join(''));
  const atInstance = await instance.connection();
  await atInstance.until(() => atInstance.heard.includes('GET /1 '));
  // Another visitor's whole exchange lies between: a wrong order would have shown by then.
  const other = await visitor();
  other.send(requestOf('GET /other'));
  assert.equal((await other.answer()).body, '/other');
  assert.equal(connection.heard, '');
  atInstance.send(answerOf('/1'));
  for (const path of ['/1', '/2', '/3']) assert.equal((await connection.answer()).body, path);
});

test('pipelined requests with bodies are told apart by their framing alone', async (t) => {
  const { visitor } = await rawBerth(t, (request) => answerOf(`${targetOf(request)}=${request.body}`));
  const connection = await visitor();
  const inner = requestOf('GET /inner');
  connection.send(
    requestOf('POST /1', [`content-length: ${inner.length}`], inner) +
      requestOf('PUT /2', ['transfer-encoding: chunked'], chunksOf(inner)) +
      requestOf('POST /3', ['content-length: 0']) +
      requestOf('GET /4'),
  );
  for (const body of [`/1=${inner}`, `/2=${inner}`, '/3=', '/4=']) {
    assert.equal((await connection.answer()).body, body);
  }
});

test('a request is the same however its bytes are cut', async (t) => {
  const { visitor } = await rawBerth(t, (request) => answerOf(`${targetOf(request)}=${request.body}`));
  const connection = await visitor();
  const stream =
    requestOf('POST /1', ['transfer-encoding: chunked'], chunksOf('one', ['x-trailer: 1'])) +
    requestOf('POST /2', ['content-length: 3'], 'two');
  for (let cut = 1; cut < stream.length; cut += 1) {
    connection.send(stream.slice(0, cut));
    await new Promise((resolve) => setImmediate(resolve)); // Lets the first part travel by itself.
    connection.send(stream.slice(cut));
    assert.equal((await connection.answer()).body, '/1=one', `cut at ${cut}`);
    assert.equal((await connection.answer()).body, '/2=two', `cut at ${cut}`);
  }
});

test('a request that comes byte by byte is a request', async (t) => {
  const { visitor } = await rawBerth(t, (request) => answerOf(`${targetOf(request)}=${request.body}`));
  const connection = await visitor();
  for (const byte of requestOf(
    'POST /1',
    ['transfer-encoding: chunked'],
    chunksOf('one', ['x-trailer: 1']),
  )) {
    connection.send(byte);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal((await connection.answer()).body, '/1=one');
});

test('an empty line before a request line is nothing, as RFC 9112 §2.2 asks', async (t) => {
  const { visitor } = await rawBerth(t, (request) => answerOf(targetOf(request)));
  const connection = await visitor();
  for (const pieces of [
    [`\r\n${requestOf('GET /1')}`],
    ['\r', '\n', requestOf('GET /1')],
    ['\r\n', requestOf('GET /1')],
  ]) {
    for (const piece of pieces) {
      connection.send(piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal((await connection.answer()).body, '/1');
  }
});

test('an answer that ends its own connection to the gateway does not end that of the visitor', async (t) => {
  const { instance, visitor } = await rawBerth(t, (request, { socket }) => {
    setImmediate(() => socket.end());
    return answerOf(targetOf(request), ['connection: close']);
  });
  const connection = await visitor();
  for (const path of ['/1', '/2']) {
    connection.send(requestOf(`GET ${path}`));
    const answer = await connection.answer();
    assert.equal(answer.body, path);
    assert.notEqual(fieldOf(answer, 'connection')?.toLowerCase(), 'close');
  }
  assert.equal(instance.connections.length, 2);
});
