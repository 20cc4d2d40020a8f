import assert from 'node:assert/strict';
import { once } from 'node:events';
import type http from 'node:http';
import { type TestContext, test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import {
  BASE_DOMAIN,
  routesOf,
  testGateway,
  testInstance,
  until,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';
import { askByStream, sessionTo, show, shownBy } from '#server/gateway/test-secure.ts';
import { testCertificate } from '#server/keys/test-certificate.ts';

/** A gateway that takes TLS with a certificate for all services, before an instance that tells what it got. */
async function world(t: TestContext) {
  const { port } = await testInstance(t, async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    response.setHeader('x-two', ['a', 'b']);
    response.end(
      JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }),
    );
  });
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })], { tlsPort: 0 });
  const certificate = testCertificate([`DNS:*.${BASE_DOMAIN}`]);
  await show(gateway, certificate);
  return { gateway };
}

test('HTTP/2 visitors reach an instance that gets HTTP/1.1, and many at a time on one connection', async (t) => {
  const { gateway } = await world(t);
  const session = sessionTo(t, gateway);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      askByStream(session, { ':path': `/${index}?a=1`, cookie: 'a=1; b=2' }),
    ),
  );
  for (const [index, { status, headers, text }] of answers.entries()) {
    const got = JSON.parse(text);
    assert.equal(status, 200);
    assert.equal(got.url, `/${index}?a=1`);
    assert.equal(got.headers.host, WEB_HOST);
    assert.equal(got.headers.cookie, 'a=1; b=2');
    assert.equal(got.headers['x-forwarded-proto'], 'https');
    assert.equal(headers['x-cloudberth-version'], 'web-v1');
    assert.equal(headers['x-two'], 'a, b');
  }
});

test('bodies pass by HTTP/2 with and without a length, and HEAD has none', async (t) => {
  const { gateway } = await world(t);
  const session = sessionTo(t, gateway);
  const large = 'x'.repeat(300_000);
  const framed = await askByStream(session, { ':method': 'POST', 'content-length': large.length }, large);
  assert.equal(JSON.parse(framed.text).body, large);
  const open = await askByStream(session, { ':method': 'POST' }, large);
  assert.equal(JSON.parse(open.text).body, large);
  const head = await askByStream(session, { ':method': 'HEAD' });
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
});

test('what HTTP/2 forbids reaches no instance', async (t) => {
  const { gateway } = await world(t);
  const session = sessionTo(t, gateway);
  for (const fields of [
    { ':path': 'http://elsewhere/' },
    { ':path': '/a b' },
    { ':method': 'GET / HTTP/1.1' },
    { ':method': 'TRACE', ':path': '/' },
    { host: 'elsewhere.test' },
    { 'content-length': '1, 2' },
  ]) {
    const outcome = await askByStream(session, fields).then(
      ({ status }) => status,
      () => 'refused',
    );
    assert.ok(
      outcome === 400 || outcome === 405 || outcome === 'refused',
      `${JSON.stringify(fields)}: ${outcome}`,
    );
  }
  assert.equal((await askByStream(session)).status, 200);
});

test('HTTP/1.1 and WebSockets pass by TLS', async (t) => {
  const { port, server } = await testInstance(t, (_request, response) => response.end('plain'));
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.on('message', (text) => socket.send(`got ${text}`)));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })], { tlsPort: 0 });
  await show(gateway, testCertificate([`DNS:*.${BASE_DOMAIN}`]));
  const options = { headers: { host: WEB_HOST }, servername: WEB_HOST, rejectUnauthorized: false };
  const socket = new WebSocket(`wss://127.0.0.1:${gateway.tlsPort}/`, options);
  await once(socket, 'open');
  socket.send('hello');
  assert.equal(String((await once(socket, 'message'))[0]), 'got hello');
  socket.close(4321);
  assert.equal((await once(socket, 'close'))[0], 4321);
});

test('a new certificate is shown without a restart, and an unknown name gets none', async (t) => {
  const { gateway } = await world(t);
  const session = sessionTo(t, gateway);
  assert.equal((await askByStream(session)).status, 200);
  await show(gateway, testCertificate([`DNS:${WEB_HOST}`]));
  assert.equal((await askByStream(session)).status, 200);
  assert.equal(await shownBy(gateway, 'elsewhere.example.com'), undefined);
});

test('a gateway that stops answers what is under way by HTTP/2', async (t) => {
  const held: http.ServerResponse[] = [];
  const { port } = await testInstance(t, (_request, response) => void held.push(response));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })], { tlsPort: 0, times: TIMES });
  await show(gateway, testCertificate([`DNS:*.${BASE_DOMAIN}`]));
  const asked = askByStream(sessionTo(t, gateway));
  await until(() => held.length === 1);
  const stopped = gateway.stop();
  held[0]?.end('late');
  assert.equal((await asked).text, 'late');
  assert.equal(await stopped, 0);
});

const TIMES = { drainDeadlineMs: 5_000, workerSilentMs: 5_000, holdMs: 1_000, waitingPageMs: 3_000 };
