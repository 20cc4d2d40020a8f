import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFetchFromElsewhere, isForeignWrite, isWriteFromElsewhere } from '#server/api/origin.ts';

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

for (const [promise, method, site, mode, isForeign] of [
  ['our own page may read', 'GET', 'same-origin', 'cors', false],
  ['our own page may write', 'POST', 'same-origin', 'cors', false],
  ['a service beside us may not read, though its cookies would go along', 'GET', 'same-site', 'cors', true],
  ['nor by a picture or a script', 'GET', 'same-site', 'no-cors', true],
  ['nor may any other page', 'GET', 'cross-site', 'no-cors', true],
  ['a person may open an address from there', 'GET', 'cross-site', 'navigate', false],
  ['and out of a bookmark', 'GET', 'none', 'navigate', false],
  ['a form of another page is no way to write', 'POST', 'same-site', 'navigate', true],
  ['nor is one that came from nowhere', 'POST', 'none', 'navigate', true],
] as const) {
  test(`by the browser's own word: ${promise}`, () => {
    const asked = request(method, { 'sec-fetch-site': site, 'sec-fetch-mode': mode });
    assert.equal(isFetchFromElsewhere(asked), isForeign);
  });
}

test('who says nothing of where it comes from is no browser page', () => {
  assert.equal(isFetchFromElsewhere(request('GET', {})), false);
});
