import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { fieldOf, statusOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf } from '#server/gateway/protocol/raw-visitor.ts';

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
const HINTS = 'HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload\r\n\r\n';

for (const [framing, fields, body] of [
  ['a length', ['content-length: 4'], 'body'],
  ['chunks', ['transfer-encoding: chunked'], chunksOf('body')],
] as const) {
  test(`it is the instance that says 100 Continue to a body with ${framing}`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('POST /', ['expect: 100-continue', ...fields]));
    const atInstance = await instance.connection();
    await atInstance.until(() => atInstance.heard.includes('\r\n\r\n'));
    assert.match(atInstance.heard, /\r\nexpect: 100-continue\r\n/i);
    assert.equal(connection.heard, '', 'nobody else may say it');
    atInstance.send(CONTINUE);
    assert.equal(statusOf(await connection.answer()), 100);
    connection.send(body);
    assert.equal((await atInstance.request()).body, 'body');
    atInstance.send(answerOf('ok'));
    assert.equal((await connection.answer()).body, 'ok');
  });
}

test('an instance that refuses a body is heard without 100, and the body that comes all the same is no request', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const inner = requestOf('GET /inner');
  const connection = await visitor();
  connection.send(requestOf('POST /', ['expect: 100-continue', `content-length: ${inner.length}`]));
  const atInstance = await instance.connection();
  await atInstance.until(() => atInstance.heard.includes('\r\n\r\n'));
  atInstance.send(answerOf('too large', [], '413 Content Too Large'));
  const answer = await connection.answer();
  assert.deepEqual([statusOf(answer), answer.body], [413, 'too large']);
  connection.send(inner + requestOf('GET /behind'));
  const told = await Promise.race([
    connection.ended(),
    instance.connection(1).then((next) => next.request()),
  ]);
  const target = typeof told === 'string' ? 'closed' : told.start.split(' ')[1];
  assert.ok(target === 'closed' || target === '/behind', target);
  assert.ok(!instance.requestLines.includes('GET /inner') || atInstance.heard.endsWith(inner));
});

test('after a refusal without 100 the instance connection is not used for another request', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('POST /', ['expect: 100-continue', 'content-length: 4']));
  const first = await instance.connection();
  await first.until(() => first.heard.includes('\r\n\r\n'));
  first.send(answerOf('no', [], '417 Expectation Failed'));
  assert.equal(statusOf(await connection.answer()), 417);
  const other = await visitor();
  other.send(requestOf('GET /other'));
  const second = await instance.connection(1);
  await second.request();
  second.send(answerOf('fresh'));
  assert.equal((await other.answer()).body, 'fresh');
  assert.ok(!first.heard.includes('/other'));
});

test('a visitor who does not wait for 100 gets 100 and the answer, and the body passes once', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('POST /', ['expect: 100-continue', 'content-length: 4'], 'body'));
  const atInstance = await instance.connection();
  assert.equal((await atInstance.request()).body, 'body');
  atInstance.send(CONTINUE + answerOf('ok'));
  const answers = [await connection.answer()];
  if (statusOf(answers[0] as (typeof answers)[0]) === 100) answers.push(await connection.answer());
  assert.equal(answers.at(-1)?.body, 'ok');
  assert.equal(atInstance.rest, '');
});

test('103 passes with its fields, several times, and the answer comes after', async (t) => {
  const { visitor } = await rawBerth(t, () => `${HINTS}${HINTS}${answerOf('ok')}`);
  const connection = await visitor();
  connection.send(requestOf('GET /'));
  for (let round = 0; round < 2; round += 1) {
    const hints = await connection.answer();
    assert.equal(statusOf(hints), 103);
    assert.equal(fieldOf(hints, 'link'), '</style.css>; rel=preload');
  }
  assert.equal((await connection.answer()).body, 'ok');
});

test('103 reaches the visitor while the answer is still to come', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('GET /'));
  const atInstance = await instance.connection();
  await atInstance.request();
  atInstance.send(HINTS);
  assert.equal(statusOf(await connection.answer()), 103);
  atInstance.send(answerOf('ok'));
  assert.equal((await connection.answer()).body, 'ok');
});

test('an HTTP/1.0 visitor never gets 1xx', async (t) => {
  const { visitor } = await rawBerth(t, () => `${CONTINUE}${HINTS}${answerOf('ok')}`);
  const connection = await visitor();
  connection.send(requestOf('POST /', ['expect: 100-continue', 'content-length: 4'], 'body', '1.0'));
  const answer = await connection.answer();
  assert.deepEqual([statusOf(answer), answer.body], [200, 'ok']);
});

test('1xx without end does not put off the time limit of the answer', async (t) => {
  const { instance, visitor } = await rawBerth(t, undefined, { limits: { answerMs: 300 } });
  const connection = await visitor();
  connection.send(requestOf('GET /'));
  const atInstance = await instance.connection();
  await atInstance.request();
  const flood = (async () => {
    while (!atInstance.isEnded) {
      atInstance.send(HINTS);
      await atInstance.until(() => atInstance.isEnded, 10).catch(() => {});
    }
  })();
  let answer = await connection.answer();
  while (statusOf(answer) === 103) answer = await connection.answer();
  assert.equal(statusOf(answer), 504);
  await flood;
});
