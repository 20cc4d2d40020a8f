import assert from 'node:assert/strict';
import { once } from 'node:events';
import type http from 'node:http';
import net from 'node:net';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import {
  instanceAt,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  until,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';

test('a WebSocket passes in both directions and counts as in flight until it closes', async (t) => {
  const { port, server } = await testInstance(t, (_request, response) => response.end());
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) =>
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
  );
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);

  const socket = connectTo(gateway);
  await once(socket, 'open');
  for (const message of ['hello', 'x'.repeat(1_000_000)]) {
    socket.send(message);
    const [data] = await once(socket, 'message');
    assert.equal(String(data), message);
  }
  gateway.save(routesOf({ v1: 100 }, { v1: [instanceAt(port, { isDraining: true })] }));
  await until(() => inFlight(gateway)[`instance-${port}`] === 1);
  socket.close();
  await once(socket, 'close');
  await until(() => inFlight(gateway)[`instance-${port}`] === undefined);
});

test('an instance that closes a WebSocket closes it for the visitor', async (t) => {
  const { port, server } = await testInstance(t, (_request, response) => response.end());
  new WebSocketServer({ server }).on('connection', (socket) => socket.close(4001, 'enough'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const socket = connectTo(gateway);
  const [code, reason] = await once(socket, 'close');
  assert.deepEqual([code, String(reason)], [4001, 'enough']);
});

test('bytes that come with the head of an upgrade are not lost, on either side', async (t) => {
  const { port, server } = await testInstance(t, (_request, response) => response.end());
  server.on('upgrade', (_request, socket, head) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\nearly;');
    socket.write(head);
    socket.pipe(socket);
  });
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const socket = net.connect(gateway.port, '127.0.0.1');
  socket.write(`GET / HTTP/1.1\r\nhost: ${WEB_HOST}\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\nhead;`);
  const got = await read(socket, (text) => text.includes('head;'));
  assert.match(got, /^HTTP\/1\.1 101 /);
  assert.match(got, /x-cloudberth-version: web-v1/);
  assert.match(got, /early;head;$/);
  socket.write('later;');
  await read(socket, (text) => text.includes('later;'));
  socket.end();
  await once(socket, 'close');
});

test('an instance may refuse an upgrade, and the connection then carries nothing more', async (t) => {
  const { port, server } = await testInstance(t, (_request, response) => response.end());
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno');
  });
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const socket = net.connect(gateway.port, '127.0.0.1');
  const upgrade = `GET / HTTP/1.1\r\nhost: ${WEB_HOST}\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`;
  socket.write(upgrade + upgrade);
  const closed = once(socket, 'close');
  const got = await read(socket, (text) => text.endsWith('no'));
  assert.match(got, /^HTTP\/1\.1 403 /);
  assert.match(got, /connection: close/i);
  await closed;
});

test('an upgrade that cannot be carried gets a page like any request', async (t) => {
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [] })]);
  const socket = connectTo(gateway);
  socket.on('error', () => {});
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, http.IncomingMessage];
  assert.equal(response.statusCode, 503);
  socket.terminate();
});

test('h2c, or an upgrade with a body, is answered as plain HTTP/1.1', async (t) => {
  const { port } = await testInstance(t, (request, response) => {
    request.resume().on('end', () => response.end(`plain ${request.headers.upgrade}`));
  });
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  for (const lines of [
    `GET / HTTP/1.1\r\nhost: ${WEB_HOST}\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AA\r\n\r\n`,
    `POST / HTTP/1.1\r\nhost: ${WEB_HOST}\r\nconnection: upgrade\r\nupgrade: echo\r\ncontent-length: 2\r\n\r\nhi`,
  ]) {
    const socket = net.connect(gateway.port, '127.0.0.1');
    socket.write(lines);
    const got = await read(socket, (text) => text.includes('plain undefined'));
    assert.match(got, /^HTTP\/1\.1 200 /);
    socket.destroy();
  }
});

test('CONNECT is refused', async (t) => {
  const gateway = await testGateway(t, []);
  const socket = net.connect(gateway.port, '127.0.0.1');
  const closed = once(socket, 'close');
  socket.write('CONNECT example.com:443 HTTP/1.1\r\nhost: example.com:443\r\n\r\n');
  assert.match(await read(socket, (text) => text.includes('}')), /^HTTP\/1\.1 405 /);
  await closed;
});

function connectTo({ port }: TestGateway): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}/`, { headers: { host: WEB_HOST } });
}

function inFlight({ db, workerId }: TestGateway): Record<string, number> {
  const row = db.$client.prepare('select in_flight from gateway_workers where id = ?').pluck().get(workerId);
  return JSON.parse(String(row));
}

/** What came until the text is complete. */
async function read(socket: net.Socket, isComplete: (text: string) => boolean): Promise<string> {
  let text = '';
  const onData = (chunk: Buffer) => {
    text += chunk.toString('latin1');
  };
  socket.on('data', onData);
  await until(() => isComplete(text));
  socket.off('data', onData);
  return text;
}
