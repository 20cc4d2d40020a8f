import assert from 'node:assert/strict';
import { randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type http from 'node:http';
import http2 from 'node:http2';
import { type TestContext, test } from 'node:test';
import tls from 'node:tls';
import { WebSocket, WebSocketServer } from 'ws';
import { insertCertificate } from '#db/stores/certificates.ts';
import { certificatePlace } from '#server/domain/sealed-place.ts';
import {
  BASE_DOMAIN,
  routesOf,
  type TestGateway,
  testGateway,
  testInstance,
  until,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';
import { type TestCertificate, testCertificate } from '#server/keys/test-certificate.ts';

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

/** Puts a certificate into the database, and waits until it is shown. */
async function show(gateway: TestGateway, { chain, key }: TestCertificate): Promise<void> {
  const id = `cert-${randomUUID()}`;
  const sealedKey = openSecretBox(gateway.dataDir).seal(key, certificatePlace(id));
  const { fingerprint256, subjectAltName = '', validTo } = new X509Certificate(chain);
  const names = subjectAltName.split(', ').map((name) => name.replace('DNS:', ''));
  const row = {
    names,
    chain,
    sealedKey,
    notBefore: 0,
    notAfter: Date.parse(validTo),
    createdAt: 0,
    createdBy: 'test',
  };
  insertCertificate(gateway.db, { id, ...row });
  const deadline = performance.now() + 5_000;
  while ((await shownBy(gateway, WEB_HOST)) !== fingerprint256) {
    assert.ok(performance.now() < deadline, 'the certificate is not shown');
  }
}

/** Fingerprint of what a visitor is shown; undefined where the handshake fails. */
async function shownBy({ tlsPort }: TestGateway, servername: string): Promise<string | undefined> {
  const socket = tls.connect({ port: tlsPort, host: '127.0.0.1', servername, rejectUnauthorized: false });
  socket.on('error', () => {});
  const shown = once(socket, 'secureConnect').then(() => socket.getPeerCertificate().fingerprint256);
  const fingerprint = await shown.catch(() => undefined);
  socket.destroy();
  return fingerprint;
}

/** One request by HTTP/2 to the service `web`. */
async function askByStream(
  session: http2.ClientHttp2Session,
  fields: http2.OutgoingHttpHeaders = {},
  body?: string,
) {
  const stream = session.request(
    { ':authority': WEB_HOST, ':path': '/', ...fields },
    { endStream: body === undefined },
  );
  if (body !== undefined) stream.end(body);
  const [headers] = (await once(stream, 'response')) as [
    http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader,
  ];
  const text = Buffer.concat(await stream.toArray()).toString();
  return { status: headers[':status'], headers, text };
}

function sessionTo(t: TestContext, { tlsPort }: TestGateway): http2.ClientHttp2Session {
  const session = http2.connect(`https://127.0.0.1:${tlsPort}`, {
    servername: WEB_HOST,
    rejectUnauthorized: false,
  });
  session.on('error', () => {});
  t.after(() => session.destroy());
  return session;
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

const TIMES = { drainDeadlineMs: 5_000, workerSilentMs: 5_000, holdMs: 1_000 };
