import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { rawBerth } from '#server/gateway/protocol/raw-berth.ts';
import { answerOf } from '#server/gateway/protocol/raw-instance.ts';
import { fieldOf, statusOf } from '#server/gateway/protocol/raw-message.ts';
import { requestOf } from '#server/gateway/protocol/raw-visitor.ts';
import { routesOf, testGateway, until, WEB_HOST } from '#server/gateway/test-gateway.ts';

const ASKED = ['connection: Upgrade', 'upgrade: echo'];
const SWITCHED =
  'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\nx-own: 1\r\n\r\n';

test('an instance hears who asks for which protocol, and the visitor hears its yes', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('GET /socket', ['sec-websocket-key: abc', ...ASKED]));
  const atInstance = await instance.connection();
  const request = await atInstance.request();
  assert.equal(fieldOf(request, 'connection')?.toLowerCase(), 'upgrade');
  assert.equal(fieldOf(request, 'upgrade'), 'echo');
  assert.equal(fieldOf(request, 'sec-websocket-key'), 'abc');
  atInstance.send(SWITCHED);
  const answer = await connection.answer();
  assert.equal(statusOf(answer), 101);
  assert.equal(fieldOf(answer, 'connection')?.toLowerCase(), 'upgrade');
  assert.equal(fieldOf(answer, 'upgrade'), 'echo');
  assert.equal(fieldOf(answer, 'x-own'), '1');
});

test('after the change bytes pass both ways as they are, also those that came with the heads', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(`${requestOf('GET /', ASKED)}${requestOf('GET /inner')}`);
  const atInstance = await instance.connection();
  await atInstance.request();
  atInstance.send(`${SWITCHED}HTTP/1.1 200 nothing of HTTP any more`);
  assert.equal(statusOf(await connection.answer()), 101);
  await connection.until(() => connection.rest === 'HTTP/1.1 200 nothing of HTTP any more');
  await atInstance.until(() => atInstance.rest === requestOf('GET /inner'));
  connection.send(Buffer.from([0, 255, 13, 10]));
  await atInstance.until(() => atInstance.rest.endsWith('\x00\xff\r\n'));
});

for (const who of ['the visitor', 'the instance'] as const) {
  test(`where ${who} has ended its half, the other half still carries bytes`, async (t) => {
    const { instance, visitor } = await rawBerth(t);
    const connection = await visitor();
    connection.send(requestOf('GET /', ASKED));
    const atInstance = await instance.connection();
    await atInstance.request();
    atInstance.send(SWITCHED);
    await connection.answer();
    const [ending, going] = who === 'the visitor' ? [connection, atInstance] : [atInstance, connection];
    ending.send('last words');
    ending.socket.end();
    assert.equal(await going.ended(), 'last words');
    going.send('late answer');
    await ending.until(() => ending.rest === 'late answer');
    going.socket.end();
    await ending.ended();
  });
}

test('a refused upgrade is an answer like any other, and what was sent ahead never reaches the instance', async (t) => {
  const { instance, visitor } = await rawBerth(t);
  const connection = await visitor();
  connection.send(requestOf('GET /', ASKED) + requestOf('GET /inner'));
  const atInstance = await instance.connection();
  await atInstance.request();
  atInstance.send(answerOf('no', [], '403 Forbidden'));
  const answer = await connection.answer();
  assert.deepEqual([statusOf(answer), answer.body], [403, 'no']);
  assert.equal(await connection.ended(), '');
  assert.deepEqual(instance.requestLines, ['GET /']);
});

test('an instance that ignores the upgrade answers as plain HTTP', async (t) => {
  const { visitor } = await rawBerth(t, () => answerOf('plain'));
  const connection = await visitor();
  connection.send(requestOf('GET /', ASKED));
  assert.equal((await connection.answer()).body, 'plain');
});

test('101 that nobody asked for is a broken answer', async (t) => {
  const { instance, visitor } = await rawBerth(t, () => SWITCHED);
  for (const request of [
    requestOf('GET /'),
    requestOf('GET /', ['upgrade: echo']),
    requestOf('GET /', ASKED, '', '1.0'),
    requestOf('POST /', [...ASKED, 'content-length: 2'], 'hi'),
    requestOf('GET /', ['connection: upgrade', 'upgrade: h2c']),
  ]) {
    const connection = await visitor();
    connection.send(request);
    assert.equal(statusOf(await connection.answer()), 502, request);
  }
  assert.doesNotMatch(instance.heard, /\r\nupgrade:/i);
});

test('the codes with which a WebSocket is closed pass both ways', async (t) => {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const closedAtInstance: [number, string][] = [];
  new WebSocketServer({ server }).on('connection', (socket, request) => {
    socket.on('close', (code, reason) => closedAtInstance.push([code, String(reason)]));
    if (request.url === '/close') socket.close(4001, 'enough');
    else socket.send('ready');
  });
  const { port } = server.address() as AddressInfo;
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const open = (path: string) =>
    new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`, { headers: { host: WEB_HOST } });

  const [code, reason] = await once(open('/close'), 'close');
  assert.deepEqual([code, String(reason)], [4001, 'enough']);
  const leaving = open('/stay');
  await once(leaving, 'message');
  leaving.close(4002, 'bye');
  const [own] = await once(leaving, 'close');
  assert.equal(own, 4002);
  await until(() => closedAtInstance.some(([code]) => code === 4002));
  assert.deepEqual(closedAtInstance.at(-1), [4002, 'bye']);
  const vanishing = open('/stay');
  await once(vanishing, 'message');
  vanishing.terminate();
  await until(() => closedAtInstance.some(([code]) => code === 1006));
});
