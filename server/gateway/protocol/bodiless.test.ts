import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { fieldOf, statusOf, targetOf } from '#server/gateway/protocol/raw-message.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';

for (const [name, fields] of [
  ['a length', 'content-length: 5'],
  ['chunked', 'transfer-encoding: chunked'],
  ['no framing', 'x-none: 1'],
] as const) {
  test(`the answer to HEAD has no body where it says ${name}, and both connections go on`, async (t) => {
    const { instance, visitor } = await rawBerth(t, ({ start }) =>
      start.startsWith('HEAD') ? `HTTP/1.1 200 OK\r\n${fields}\r\n\r\n` : answerOf('next'),
    );
    const connection = await visitor();
    connection.send(requestOf('HEAD /') + requestOf('GET /'));
    const head = await connection.answerToHead();
    assert.equal(statusOf(head), 200);
    if (fields.startsWith('content-length')) assert.equal(fieldOf(head, 'content-length'), '5');
    else assert.equal(fieldOf(head, 'content-length'), undefined, 'the length is not known');
    assert.equal((await connection.answer()).body, 'next');
    assert.equal(instance.connections.length, 1);
  });
}

for (const status of ['204 No Content', '304 Not Modified']) {
  test(`${status} has no body, and both connections go on`, async (t) => {
    const { instance, visitor } = await rawBerth(t, (request) =>
      targetOf(request) === '/next' ? answerOf('next') : `HTTP/1.1 ${status}\r\netag: "x"\r\n\r\n`,
    );
    const connection = await visitor();
    connection.send(requestOf('GET /'));
    const answer = await connection.answer();
    assert.equal(`${statusOf(answer)}`, status.slice(0, 3));
    assert.equal(fieldOf(answer, 'etag'), '"x"');
    assert.equal(fieldOf(answer, 'transfer-encoding'), undefined);
    connection.send(requestOf('GET /next'));
    assert.equal((await connection.answer()).body, 'next');
    assert.equal(instance.connections.length, 1);
  });
}

test('the length in a 304 is that of what was not sent: nobody waits for it', async (t) => {
  const { visitor } = await rawBerth(t, (request) =>
    targetOf(request) === '/next'
      ? answerOf('next')
      : 'HTTP/1.1 304 Not Modified\r\ncontent-length: 5\r\n\r\n',
  );
  const connection = await visitor();
  connection.send(requestOf('GET /') + requestOf('GET /next'));
  assert.equal(statusOf(await connection.answer()), 304);
  assert.equal((await connection.answer()).body, 'next');
});

test('204 never has Content-Length or Transfer-Encoding, whatever the instance says', async (t) => {
  const { visitor } = await rawBerth(t, () => 'HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n');
  const connection = await visitor();
  connection.send(requestOf('GET /'));
  const answer = await connection.answer();
  assert.equal(fieldOf(answer, 'content-length'), undefined);
  assert.equal(fieldOf(answer, 'transfer-encoding'), undefined);
});

test('HEAD of an own page of the gateway has its length and no body', async (t) => {
  const { visitor } = await rawBerth(t);
  const connection = await visitor();
  const unknown = requestOf('HEAD /').replace(/host: .*/, 'host: nobody.test');
  connection.send(unknown + unknown);
  for (let round = 0; round < 2; round += 1) {
    const answer = await connection.answerToHead();
    assert.equal(statusOf(answer), 404);
    assert.ok(Number(fieldOf(answer, 'content-length')) > 0);
  }
});
