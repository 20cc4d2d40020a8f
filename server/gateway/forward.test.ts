import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { type TestContext, test } from 'node:test';
import { readInstanceRequests } from '#db/stores/instance-requests.ts';
import {
  ask,
  deadPort,
  listening,
  routesOf,
  testGateway,
  testInstance,
  until,
  WEB_HOST,
} from '#server/gateway/test-gateway.ts';

test('an instance gets the request as it was sent, with who asks, and without what is only for this hop', async (t) => {
  const seen: http.IncomingMessage[] = [];
  const gateway = await gatewayTo(t, (request, response) => {
    seen.push(request);
    response.setHeader('connection', 'x-secret-hop');
    response.setHeader('x-secret-hop', '1');
    response.setHeader('keep-alive', 'timeout=5');
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.setHeader('x-request-id', 'forged');
    response.end('ok');
  });

  const answer = await ask(gateway, {
    path: '/a%20b?x=1&__berth_ticket=none&y=%2F',
    headers: {
      connection: 'keep-alive, x-drop-me',
      'x-drop-me': '1',
      te: 'trailers',
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'https',
      'x-request-id': 'mine',
      'x-cloudberth-version': 'forged',
      'x-kept': 'yes',
      cookie: 'one=1; __berth_visit=abc; two=2',
    },
  });

  assert.equal(answer.status, 200);
  const request = seen[0] as http.IncomingMessage;
  assert.equal(request.url, '/a%20b?x=1&y=%2F');
  assert.equal(request.headers.host, WEB_HOST);
  assert.equal(request.headers['x-forwarded-for'], '127.0.0.1');
  assert.equal(request.headers['x-forwarded-proto'], 'http');
  assert.equal(request.headers['x-forwarded-host'], WEB_HOST);
  assert.equal(request.headers['x-kept'], 'yes');
  assert.equal(request.headers.cookie, 'one=1; two=2');
  for (const name of ['x-drop-me', 'te', 'x-cloudberth-version']) {
    assert.equal(request.headers[name], undefined, name);
  }
  assert.match(String(request.headers['x-request-id']), /^[\w-]{14,}$/);
  assert.equal(answer.headers['x-request-id'], request.headers['x-request-id']);
  assert.equal(answer.headers['x-cloudberth-version'], 'web-v1');
  assert.equal(answer.headers['x-secret-hop'], undefined);
  assert.deepEqual(answer.headers['set-cookie'], ['a=1', 'b=2']);
});

test('HEAD, 204 and 304 pass with their headers and without a body', async (t) => {
  const gateway = await gatewayTo(t, (request, response) => {
    const status = Number(request.url?.slice(1)) || 200;
    response.writeHead(status, status === 200 ? { 'content-length': 5 } : { etag: '"x"' });
    response.end(request.method === 'HEAD' ? undefined : 'x'.repeat(5));
  });
  const head = await ask(gateway, { method: 'HEAD' });
  assert.deepEqual([head.status, head.headers['content-length'], head.body], [200, '5', '']);
  for (const status of [204, 304]) {
    const answer = await ask(gateway, { path: `/${status}` });
    assert.deepEqual([answer.status, answer.headers.etag, answer.body], [status, '"x"', '']);
  }
});

test('early hints reach the visitor before the answer', async (t) => {
  const gateway = await gatewayTo(t, (_request, response) => {
    response.writeEarlyHints({ link: '</style.css>; rel=preload' }, () => response.end('ok'));
  });
  const request = http.request({ port: gateway.port, host: '127.0.0.1', headers: { host: WEB_HOST } });
  const order: string[] = [];
  request.on('information', () => order.push('hints')).on('response', () => order.push('answer'));
  const both = Promise.all([once(request, 'information'), once(request, 'response')]);
  request.end();
  const [[information], [response]] = await both;
  assert.deepEqual(order, ['hints', 'answer']);
  assert.equal(information.statusCode, 103);
  assert.equal(information.headers.link, '</style.css>; rel=preload');
  assert.equal(response.statusCode, 200);
  response.resume();
});

test('the first bytes of an event stream arrive while the instance holds the rest back', async (t) => {
  const open = Promise.withResolvers<http.ServerResponse>();
  const gateway = await gatewayTo(t, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    open.resolve(response);
  });
  const request = http.get({ port: gateway.port, host: '127.0.0.1', headers: { host: WEB_HOST } });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  const source = await open.promise;
  for (const event of ['data: one\n\n', 'data: two\n\n']) {
    source.write(event);
    const [chunk] = await once(response, 'data');
    assert.equal(String(chunk), event);
  }
  source.end();
  await once(response, 'end');
});

test('a large body passes unchanged in both directions, with and without a length', async (t) => {
  const gateway = await gatewayTo(t, (request, response) => request.pipe(response));
  const sent = randomBytes(8 * 1024 * 1024);
  for (const headers of [{ 'content-length': sent.length }, { 'transfer-encoding': 'chunked' }]) {
    const request = http.request({
      port: gateway.port,
      host: '127.0.0.1',
      method: 'POST',
      headers: { host: WEB_HOST, ...headers },
    });
    request.end(sent);
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const got = Buffer.concat(await response.toArray());
    assert.equal(hash(got), hash(sent));
  }
});

test('an instance that does not read holds the visitor back, and so does a visitor that does not read', async (t) => {
  const total = 256 * 1024 * 1024;
  const chunk = Buffer.alloc(64 * 1024);
  let produced = 0;
  const gateway = await gatewayTo(t, (request, response) => {
    if (request.method === 'POST') return; // Never reads the body.
    response.writeHead(200, { 'content-length': total });
    const produce = () => {
      while (produced < total) {
        produced += chunk.length;
        if (!response.write(chunk)) return;
      }
    };
    response.on('drain', produce);
    produce();
  });

  const upload = http.request({
    port: gateway.port,
    host: '127.0.0.1',
    method: 'POST',
    headers: { host: WEB_HOST },
  });
  upload.on('error', () => {}); // Cut off at the end of the test.
  let uploaded = 0;
  await isStalled(() => {
    while (!upload.writableNeedDrain && uploaded < total) {
      uploaded += chunk.length;
      upload.write(chunk);
    }
    return uploaded;
  });
  assert.ok(uploaded < total / 4, `${uploaded} bytes were taken`);
  upload.destroy();

  const download = http.get({ port: gateway.port, host: '127.0.0.1', headers: { host: WEB_HOST } });
  await once(download, 'response');
  await isStalled(() => produced);
  assert.ok(produced > 0 && produced < total / 4, `${produced} bytes were produced`);
  download.destroy();
});

test('an answer that comes before the upload is read reaches the visitor', async (t) => {
  const gateway = await gatewayTo(t, (_request, response) => {
    response.writeHead(413, { connection: 'close' });
    response.end('too large');
  });
  const request = http.request({
    port: gateway.port,
    host: '127.0.0.1',
    method: 'POST',
    headers: { host: WEB_HOST, 'transfer-encoding': 'chunked' },
  });
  request.write(Buffer.alloc(1024));
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  assert.equal(response.statusCode, 413);
  assert.equal(Buffer.concat(await response.toArray()).toString(), 'too large');
  request.end();
});

test('a visitor who leaves ends the request at the instance', async (t) => {
  const arrived = Promise.withResolvers<http.ServerResponse>();
  const gateway = await gatewayTo(t, (_request, response) => {
    response.write('first');
    arrived.resolve(response);
  });
  const request = http.get({ port: gateway.port, host: '127.0.0.1', headers: { host: WEB_HOST } });
  await once(request, 'response');
  const atInstance = await arrived.promise;
  const closed = once(atInstance, 'close');
  request.destroy();
  await closed;
});

test('an answer that breaks off is broken for the visitor too, never a shorter whole', async (t) => {
  const gateway = await gatewayTo(t, (_request, response) => {
    response.write('half', () => response.destroy());
  });
  await assert.rejects(ask(gateway), { code: 'ECONNRESET' });
});

test('an instance that breaks off before it answers gives 502 upstream_broken', async (t) => {
  const gateway = await gatewayTo(t, (request) => request.socket.destroy());
  for (const method of ['GET', 'POST']) {
    const answer = await ask(gateway, { method });
    assert.equal(answer.status, 502);
    assert.equal(JSON.parse(answer.body).code, 'upstream_broken');
  }
});

test('a dead instance costs no request while another one lives, bodies included', async (t) => {
  const dead = await deadPort();
  const { port } = await testInstance(t, (request, response) => request.pipe(response));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [dead, port] })]);
  for (let index = 0; index < 40; index += 1) {
    const body = 'x'.repeat(100_000);
    const answer = await ask(gateway, index % 2 === 0 ? {} : { method: 'POST', body });
    assert.equal(answer.status, 200);
    assert.equal(answer.body.length, index % 2 === 0 ? 0 : body.length);
  }
});

test('without a living instance the visitor gets 502 upstream_unreachable', async (t) => {
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [await deadPort(), await deadPort()] })]);
  const answer = await ask(gateway);
  assert.equal(answer.status, 502);
  assert.equal(JSON.parse(answer.body).code, 'upstream_unreachable');
});

test('a connection that the instance closes just as it is reused costs an idempotent request nothing', async (t) => {
  let answered = 0;
  const connections: net.Socket[] = [];
  const server = net.createServer((socket) => {
    connections.push(socket);
    socket.on('error', () => {});
    let isReused = false;
    socket.on('data', () => {
      if (isReused) return socket.destroy(); // The second request on a connection sees it close.
      isReused = true;
      answered += 1;
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
    });
  });
  const port = await listening(t, server, () => {
    for (const socket of connections) socket.destroy();
  });
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);

  for (let index = 0; index < 5; index += 1) assert.equal((await ask(gateway)).status, 200);
  assert.equal(answered, 5);
  const post = await ask(gateway, { method: 'POST', body: 'once' });
  assert.equal(post.status, 502, 'a request that must not be repeated is not repeated');
  assert.equal(answered, 5);
});

test('what an old connection lost is done by another instance, which need not be the one that just died', async (t) => {
  let closed = 0;
  const sockets: net.Socket[] = [];
  const closing = net.createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    let isReused = false;
    socket.on('data', () => {
      if (isReused) closed += 1;
      if (isReused) return socket.destroy();
      isReused = true;
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nlost');
    });
  });
  const port = await listening(t, closing, () => {
    for (const socket of sockets) socket.destroy();
  });
  const other = await testInstance(t, (_request, response) => response.end('other'));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port, other.port] })]);
  while (closed < 3) {
    const before = closed;
    const { status, body } = await ask(gateway);
    assert.equal(status, 200);
    if (closed > before) assert.equal(body, 'other');
  }
  await gateway.stop();
  const rows = readInstanceRequests(gateway.metrics, 'web', 'v1', 0);
  assert.deepEqual(new Set(rows.map(({ errors }) => errors)), new Set([0]));
});

test('a request goes to the less busy instance', async (t) => {
  const held: http.ServerResponse[] = [];
  const slow = await testInstance(t, (_request, response) => void held.push(response));
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [slow.port] })]);
  const waiting = ask(gateway);
  await until(() => held.length === 1);

  const fast = await testInstance(t, (_request, response) => response.end('fast'));
  const revision = gateway.save(routesOf({ v1: 100 }, { v1: [slow.port, fast.port] }));
  await until(() => gateway.serves(revision));
  for (let index = 0; index < 20; index += 1) assert.equal((await ask(gateway)).body, 'fast');
  for (const response of held) response.end('slow');
  assert.equal((await waiting).body, 'slow');
});

test('a whole URL in the request line names the host, as from a proxy client', async (t) => {
  const gateway = await gatewayTo(t, (request, response) =>
    response.end(`${request.headers.host}${request.url}`),
  );
  const answer = await ask(gateway, { host: 'other.test', path: `http://${WEB_HOST}/path?x=1` });
  assert.equal(answer.body, `${WEB_HOST}/path?x=1`);
});

test('case, port and a final dot in Host do not matter', async (t) => {
  const gateway = await gatewayTo(t, (_request, response) => response.end('ok'));
  for (const host of [WEB_HOST.toUpperCase(), `${WEB_HOST}:8080`, `${WEB_HOST}.`, `${WEB_HOST}.:80`]) {
    assert.equal((await ask(gateway, { host })).status, 200, host);
  }
});

async function gatewayTo(t: TestContext, handler: http.RequestListener) {
  const { port } = await testInstance(t, handler);
  return testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
}

/** Waits until a growing figure has stood still for 200 ms. */
async function isStalled(figure: () => number): Promise<void> {
  let last = -1;
  let since = performance.now();
  await until(() => {
    const now = figure();
    if (now !== last) since = performance.now();
    last = now;
    return performance.now() - since > 200;
  }, 10_000);
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
