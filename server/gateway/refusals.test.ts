import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import { test } from 'node:test';
import { languageOf, REFUSALS } from '#server/gateway/refusals.ts';
import { ask, BASE_DOMAIN, routesOf, testGateway } from '#server/gateway/test-gateway.ts';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

test('an unknown host gets a page in the language of the browser, Chinese by default', async (t) => {
  const gateway = await testGateway(t, []);
  const host = `nobody.${BASE_DOMAIN}`;
  const chinese = await ask(gateway, { host, headers: { accept: HTML } });
  const english = await ask(gateway, {
    host,
    headers: { accept: HTML, 'accept-language': 'en-GB,zh;q=0.5' },
  });
  for (const [page, language] of [
    [chinese, 'zh'],
    [english, 'en'],
  ] as const) {
    assert.equal(page.status, 404);
    assert.equal(page.headers['content-type'], 'text/html; charset=utf-8');
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.ok(page.body.includes(`<h1>${REFUSALS.unknown_host[language].title}</h1>`));
    assert.ok(page.body.includes('404 unknown_host'));
    assert.ok(page.body.includes(String(page.headers['x-request-id'])));
    assert.doesNotMatch(page.body, /<script|src=|https?:/);
  }
  assert.match(chinese.body, /<html lang="zh-CN">/);
  assert.match(english.body, /<html lang="en">/);
});

test('a program gets the same as JSON or as plain text', async (t) => {
  const gateway = await testGateway(t, []);
  const json = await ask(gateway, { headers: { accept: '*/*', 'accept-language': 'en' } });
  assert.deepEqual(JSON.parse(json.body), {
    code: 'unknown_host',
    message: `${REFUSALS.unknown_host.en.title}: ${REFUSALS.unknown_host.en.text}`,
    requestId: json.headers['x-request-id'],
  });
  const text = await ask(gateway, { headers: { accept: 'text/plain' } });
  assert.equal(text.headers['content-type'], 'text/plain; charset=utf-8');
  assert.match(text.body, /unknown_host/);
});

test('S3-2: a bare IP address is answered with its own refusal, a domain with another', async (t) => {
  const gateway = await testGateway(t, []);
  for (const [host, code] of [
    ['127.0.0.1', 'ip_access'],
    ['203.0.113.9:8080', 'ip_access'],
    ['[2001:db8::1]:8080', 'ip_access'],
    ['1.2.3.4.example', 'unknown_host'],
  ] as const) {
    const answer = await ask(gateway, { host });
    assert.deepEqual([answer.status, JSON.parse(answer.body).code], [404, code], host);
  }
});

test('paused, without a version, and without an instance are told apart', async (t) => {
  const gateway = await testGateway(t, [
    routesOf({ v1: 100 }, { v1: [] }, { serviceId: 'a', host: 'a-1', isPaused: true }),
    routesOf({}, { v2: [] }, { serviceId: 'b', host: 'b-1' }),
    routesOf({ v3: 100 }, { v3: [] }, { serviceId: 'c', host: 'c-1' }),
  ]);
  for (const [label, code] of [
    ['a-1', 'service_paused'],
    ['b-1', 'no_version'],
    ['c-1', 'version_unavailable'],
  ]) {
    const answer = await ask(gateway, { host: `${label}.${BASE_DOMAIN}` });
    assert.equal(answer.status, 503);
    assert.equal(JSON.parse(answer.body).code, code);
    assert.equal(answer.headers['retry-after'], code === 'version_unavailable' ? '5' : undefined);
  }
});

test('what is not a request gets 400 request_malformed and a closed connection', async (t) => {
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [] })]);
  for (const lines of [
    'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n',
    'GET http://user@a/ HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n',
    'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    'nonsense\r\n\r\n',
  ]) {
    const socket = net.connect(gateway.port, '127.0.0.1');
    let got = '';
    socket.on('data', (chunk) => {
      got += chunk;
    });
    socket.write(lines);
    await once(socket, 'close');
    assert.match(got, /^HTTP\/1\.1 400 /, lines);
    assert.match(got, /"code":"request_malformed"/, lines);
  }
});

test('the language is the one of ours that is wanted most', () => {
  for (const [header, language] of [
    [undefined, 'zh'],
    ['*', 'zh'],
    ['fr', 'zh'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['fr, en;q=0.3, zh-TW;q=0.2', 'en'],
    ['en;q=0.3, zh;q=0.9', 'zh'],
    ['en;q=0', 'zh'],
    ['en;q=nonsense', 'zh'],
  ] as const) {
    assert.equal(languageOf(header), language, header);
  }
});
