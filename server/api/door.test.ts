import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { openDoor } from '#server/api/door.ts';
import { trustedProxies } from '#server/trusted-proxies.ts';

const SHELL = { port: 3001, url: 'wss://shell.test/x', consoleOrigin: 'https://console.test' };
openDoor({
  isTrusted: trustedProxies(['127.0.0.2', '10.0.0.0/8']),
  isHttps: true,
  isDev: false,
  shell: SHELL,
});
const server = createServer((request, response) => response.end(JSON.stringify(request.headers)));
server.listen(0, '0.0.0.0');
await once(server, 'listening');
after(() => server.close());

type Seen = { headers: IncomingHttpHeaders; answer: Headers };

/** What a handler behind the door sees, and the visitor gets. `by`: the machine that the request comes from. */
async function seen(headers: Record<string, string>, path = '/', by = '127.0.0.1'): Promise<Seen> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://${by}:${port}${path}`, { headers });
  return { headers: (await response.json()) as IncomingHttpHeaders, answer: response.headers };
}

test('a visitor cannot say where it comes from', async () => {
  const lies = {
    'x-forwarded-for': '6.6.6.6',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
    'x-real-ip': '6.6.6.6',
    forwarded: 'for=6.6.6.6',
  };
  const { headers } = await seen(lies);
  assert.equal(headers['x-forwarded-for'], '127.0.0.1');
  for (const name of ['x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'forwarded']) {
    assert.equal(headers[name], undefined, name);
  }
});

test('nor can it say what only Next says of a request', async () => {
  const lies = {
    'content-security-policy': "script-src 'nonce-mine'",
    'content-security-policy-report-only': "script-src 'nonce-mine'",
    'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy',
  };
  const page = await seen(lies);
  assert.doesNotMatch(String(page.headers['content-security-policy']), /nonce-mine/);
  assert.equal(page.headers['content-security-policy-report-only'], undefined);
  assert.equal(page.headers['x-middleware-subrequest'], undefined);
  assert.equal((await seen(lies, '/api/trpc/x')).headers['content-security-policy'], undefined);
});

test('a page connects to its own host and to the webshell, and makes styles with its nonce alone', async () => {
  const { answer } = await seen({});
  const policy = answer.get('content-security-policy') ?? '';
  assert.match(policy, /connect-src 'self' wss:\/\/shell\.test;/);
  const nonce = /script-src '(nonce-[^']+)'/.exec(policy)?.[1];
  assert.ok(nonce && policy.includes(`style-src-elem 'self' '${nonce}';`));
});

test('a page has a nonce of its own, which the server may write into it', async () => {
  const nonces = new Set<string>();
  for (let index = 0; index < 20; index += 1) {
    const { headers, answer } = await seen({});
    assert.equal(headers['content-security-policy'], answer.get('content-security-policy'));
    nonces.add(/'nonce-([A-Za-z0-9+/]{24})'/.exec(answer.get('content-security-policy') ?? '')?.[1] ?? '');
  }
  assert.equal(nonces.size, 20);
  assert.ok(!nonces.has(''));
});

test('no script may run but by nonce, and nobody may frame, anywhere', async () => {
  for (const path of ['/', '/sign-in', '/api/trpc/x', '/_next/static/a.js', '/samples/node.zip']) {
    const policy = (await seen({}, path)).answer.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'/, path);
    assert.match(policy, /frame-ancestors 'none'/, path);
    assert.match(policy, /base-uri 'none'/, path);
    assert.doesNotMatch(policy, /script-src[^;]*(?:'unsafe|'self'|\*|https?:|data:)/, path);
    assert.doesNotMatch(policy, /style-src(?:-elem)?\s[^;]*'unsafe/, path);
  }
});

test('every answer tells the browser to be careful, over TLS for good', async () => {
  const { answer } = await seen({}, '/missing');
  assert.equal(answer.get('x-content-type-options'), 'nosniff');
  assert.equal(answer.get('x-frame-options'), 'DENY');
  assert.equal(answer.get('referrer-policy'), 'same-origin');
  assert.equal(answer.get('cross-origin-opener-policy'), 'same-origin');
  assert.equal(answer.get('cross-origin-resource-policy'), 'same-origin');
  assert.match(answer.get('permissions-policy') ?? '', /camera=\(\)/);
  assert.equal(answer.get('strict-transport-security'), 'max-age=63072000');
  for (const name of answer.keys()) assert.doesNotMatch(name, /^access-control-/);
});

test('answers of the API are kept by nobody', async () => {
  assert.equal((await seen({}, '/api/trpc/session.me')).answer.get('cache-control'), 'no-store');
});

test('of two different cookies of the console neither counts; others and equal ones stay', async () => {
  const cookie =
    'a=1; berth.session_token=mine; a=2; berth.session_token=evil; berth_theme=dark; berth_theme=dark';
  assert.equal((await seen({ cookie })).headers.cookie, 'a=1; a=2; berth_theme=dark; berth_theme=dark');
  const good = 'berth.session_token=mine; __Host-berth.session_token=other';
  assert.equal((await seen({ cookie: good })).headers.cookie, good);
});
