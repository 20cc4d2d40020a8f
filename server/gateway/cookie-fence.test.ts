import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { type TestContext, test } from 'node:test';
import { CookieFence } from '#server/gateway/cookie-fence.ts';
import { ask, routesOf, testGateway, testInstance, WEB_HOST } from '#server/gateway/test-gateway.ts';

/** A gateway at `*.berth.test`, whose console is at `console.test`. */
async function gatewayTo(t: TestContext, handler: http.RequestListener) {
  const { port } = await testInstance(t, handler);
  return testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
}

test('no service is told a cookie of the console or of the gateway', async (t) => {
  const seen: (string | undefined)[] = [];
  const gateway = await gatewayTo(t, (request, response) => {
    seen.push(request.headers.cookie);
    response.end();
  });
  for (const cookie of [
    'mine=1; berth.session_token=secret; __Host-berth.session_token=secret; yours=2',
    'mine=1;berth_environment=x;__Secure-berth.a=b; yours=2;__berth_visit=t',
    'mine=1; yours=2; berth.two_factor',
  ]) {
    await ask(gateway, { headers: { cookie } });
    assert.equal(seen.pop()?.replaceAll(/; ?/g, ';'), 'mine=1;yours=2', cookie);
  }
  await ask(gateway, { headers: { cookie: 'berth.session_token=secret' } });
  assert.equal(seen.pop(), undefined);
  const strawberry = 'berthold=1; strawberth.x=2; a=berth.session_token';
  await ask(gateway, { headers: { cookie: strawberry } });
  assert.equal(seen.pop(), strawberry, 'names that only resemble ours are none of our business');
});

const KEPT = [
  'a=1',
  'a=1; Path=/; HttpOnly; Secure; SameSite=None; Partitioned',
  `a=1; Domain=${WEB_HOST}`,
  `a=1; domain=.${WEB_HOST.toUpperCase()}; Path=/`,
  'a=1; Domain=',
  'a=1; Domain=shop.example',
  'a=Domain=berth.test',
  '__Host-mine=1; Secure; Path=/',
];

const DROPPED = [
  'berth.session_token=evil',
  '__Host-berth.session_token=evil; Secure; Path=/',
  '__host-BERTH.session_token=evil',
  'berth_locale=evil',
  '__berth_visitor=57.forged',
  '=berth.session_token=evil',
  ' = berth.session_token=evil',
  'a=1; Domain=berth.test',
  'a=1; Domain=.berth.test',
  'a=1; DOMAIN = BERTH.test ; Path=/',
  'a=1;domain=berth.test',
  'a=1; Domain=test',
  'a=1; Domain=berth.test.',
  'a=1; Domain=console.test',
  `a=1; Domain=${WEB_HOST}; Domain=berth.test`,
  `a=1; Domain=berth.test; Domain=${WEB_HOST}`,
  'a=1; Domain=b%65rth.test',
  'a=1; Domain=berth。test',
  'a=1; Domain=..berth.test',
];

test('an answer keeps the cookies of its own host, and loses those that reach further', async (t) => {
  const gateway = await gatewayTo(t, (_request, response) => {
    const cookies = [...KEPT, ...DROPPED].map((cookie) => Buffer.from(cookie).toString('latin1'));
    response.setHeader('set-cookie', cookies);
    response.setHeader('x-kept', 'yes');
    response.end('ok');
  });
  const { headers, body } = await ask(gateway);
  assert.deepEqual(headers['set-cookie'], KEPT);
  assert.deepEqual([headers['x-kept'], body], ['yes', 'ok']);
});

test('neither early hints nor a change of protocol bring a cookie past the fence', async (t) => {
  const { port } = await testInstance(t, (_request, response) => {
    response.writeEarlyHints({ link: '</a.css>; rel=preload', 'set-cookie': 'berth.x=evil' }, () =>
      response.end(),
    );
  });
  const gateway = await testGateway(t, [routesOf({ v1: 100 }, { v1: [port] })]);
  const request = http.get({ port: gateway.port, host: '127.0.0.1', headers: { host: WEB_HOST } });
  const [[hints], [response]] = await Promise.all([once(request, 'information'), once(request, 'response')]);
  assert.equal(hints.headers.link, '</a.css>; rel=preload');
  assert.equal(hints.headers['set-cookie'], undefined);
  response.resume();

  const fence = new CookieFence('berth.test', 'http://console.test');
  assert.equal(fence.pass('Upgrade: x\r\nSET-COOKIE:berth.x=evil\r\nA: b\r\n'), 'Upgrade: x\r\nA: b\r\n');
});

test('no service signs people out of the console', () => {
  const fence = new CookieFence('berth.test', 'http://console.test');
  assert.equal(fence.pass('clear-site-data: "cache", "cookies"\r\n'), '');
  assert.equal(fence.pass('Clear-Site-Data: "*"\r\n'), '');
  assert.equal(fence.pass('clear-site-data: "storage"\r\n'), 'clear-site-data: "storage"\r\n');
});

test('a console under a name of the base domain is fenced with every domain above it', () => {
  const fence = new CookieFence('apps.example.com', 'https://console.example.com');
  for (const domain of ['console.example.com', 'example.com', 'com', 'apps.example.com']) {
    assert.equal(fence.pass(`Set-Cookie: a=1; Domain=${domain}\r\n`), '', domain);
  }
  const own = 'Set-Cookie: a=1; Domain=web-abc123.apps.example.com\r\n';
  assert.equal(fence.pass(own), own);
});
