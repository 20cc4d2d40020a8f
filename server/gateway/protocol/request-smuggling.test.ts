// The five scenarios of GHSA-ggv3-7p47-pfv8 (CVE-2026-29057): a chunked body of DELETE or OPTIONS that holds a request
// was sent on without its framing, so that the instance took the body for a second request. Then the same with every
// other way to lose a body's framing between two hops.
import assert from 'node:assert/strict';
import type http from 'node:http';
import { type TestContext, test } from 'node:test';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { statusOf, targetOf } from '#server/gateway/protocol/raw-message.ts';
import { chunksOf, requestOf, visitorOf } from '#server/gateway/protocol/raw-visitor.ts';
import { routesOf, testGateway, testInstance } from '#server/gateway/test-gateway.ts';

const SECRET = requestOf('GET /secret');

for (const [method, connection] of [
  ['DELETE', 'keep-alive'],
  ['DELETE', 'keep-alive, upgrade'],
  ['DELETE', 'Transfer-Encoding, upgrade'],
  ['OPTIONS', 'Transfer-Encoding, upgrade'],
  ['OPTIONS', 'keep-alive, upgrade'],
] as const) {
  test(`a request in the chunked body of ${method} with Connection: ${connection} stays a body`, async (t) => {
    const { seen, port } = await serverThatTells(t);
    const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
    const visitor = await visitorOf(t, gateway);
    const fields = ['transfer-encoding: chunked', `connection: ${connection}`];
    visitor.send(requestOf(`${method} /first`, fields, chunksOf(SECRET)));
    const status = statusOf(await visitor.answer());
    const other = await visitorOf(t, gateway);
    other.send(requestOf('GET /other'));
    assert.equal((await other.answer()).body, 'GET /other ');
    // Refusing it would be as good as passing it on whole.
    const expected = status === 400 ? [] : [`${method} /first ${SECRET}`];
    assert.deepEqual(seen, [...expected, 'GET /other ']);
  });
}

for (const method of ['GET', 'HEAD', 'DELETE', 'OPTIONS', 'POST', 'PATCH', 'PROPFIND']) {
  for (const connection of [
    'close',
    'content-length',
    'content-length, transfer-encoding',
    'host, te',
    'upgrade',
  ]) {
    test(`no framing of ${method} is lost by Connection: ${connection}`, async (t) => {
      const { seen, port } = await serverThatTells(t);
      const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
      for (const [fields, body] of [
        [[`content-length: ${SECRET.length}`], SECRET],
        [['transfer-encoding: chunked'], chunksOf(SECRET)],
      ] as const) {
        const visitor = await visitorOf(t, gateway);
        visitor.send(requestOf(`${method} /first`, [...fields, `connection: ${connection}`], body));
        await (method === 'HEAD' ? visitor.answerToHead() : visitor.answer());
      }
      assert.deepEqual(seen, [`${method} /first ${SECRET}`, `${method} /first ${SECRET}`]);
    });
  }
}

test('a body that the instance does not read is never its next request', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('POST /first', [`content-length: ${SECRET.length}`]));
  const first = await instance.connection();
  await first.until(() => first.heard.includes('\r\n\r\n'));
  first.send(answerOf('early')); // And the instance would now read a request.
  assert.equal((await connection.answer()).body, 'early');
  connection.send(SECRET);
  const other = await visitor();
  other.send(requestOf('GET /other'));
  const second = await instance.connection(1);
  assert.equal(targetOf(await second.request()), '/other');
  second.send(answerOf('other'));
  assert.equal((await other.answer()).body, 'other');
  assert.ok(!first.heard.includes('/other'));
});

test('a request in the body of a refused upgrade stays a body', async (t) => {
  const { seen, port } = await serverThatTells(t);
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const visitor = await visitorOf(t, gateway);
  const fields = ['connection: upgrade', 'upgrade: websocket', `content-length: ${SECRET.length}`];
  visitor.send(requestOf('GET /first', fields, SECRET));
  assert.equal(statusOf(await visitor.answer()), 200);
  assert.deepEqual(seen, [`GET /first ${SECRET}`]);
});

/** A real server, whose own parser says where requests end: `method target body` of each. */
async function serverThatTells(t: TestContext): Promise<{ seen: string[]; port: number }> {
  const seen: string[] = [];
  const { port } = await testInstance(
    t,
    async (request: http.IncomingMessage, response: http.ServerResponse) => {
      const told = `${request.method} ${request.url} ${Buffer.concat(await request.toArray())}`;
      seen.push(told);
      response.end(told);
    },
  );
  return { seen, port };
}
