import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isForeignWrite, isWriteFromElsewhere } from '#server/api/origin.ts';

function request(method: string, headers: Record<string, string>): Request {
  return new Request('http://console.test:3000/api/trpc/x', { method, headers });
}

for (const [promise, method, headers, isForeign] of [
  ['a write from our own page passes', 'POST', { host: 'a:3000', origin: 'http://a:3000' }, false],
  ['a write from another host is refused', 'POST', { host: 'a:3000', origin: 'http://b:3000' }, true],
  [
    'a service on another port of the same host is another origin',
    'POST',
    { host: 'a:3000', origin: 'http://a:8080' },
    true,
  ],
  ['a write without an origin is refused', 'POST', { host: 'a:3000' }, true],
  ['an opaque origin is refused', 'POST', { host: 'a:3000', origin: 'null' }, true],
  ['reading needs no origin', 'GET', { host: 'a:3000' }, false],
] as const) {
  test(promise, () => assert.equal(isForeignWrite(request(method, { ...headers })), isForeign));
}

for (const [promise, authorization, isForeign] of [
  ['a write with a token needs no origin', 'Bearer berth_x', false],
  ['what a browser adds by itself is no token', 'Basic YTpi', true],
  ['an empty token is none', 'Bearer ', true],
] as const) {
  test(promise, () => {
    const write = request('POST', { host: 'a:3000', cookie: 'berth.session_token=x', authorization });
    assert.equal(isForeignWrite(write), isForeign);
    assert.equal(isWriteFromElsewhere(write), true);
  });
}
