import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { returnPath, signInPath } from '#components/shell/paths.ts';

test('signing in leads back to the page with its query', () => {
  const path = '/services/srv-1?tab=deployments';
  const from = new URL(signInPath(path), 'http://console.test').searchParams.get('from');
  assert.equal(returnPath(from ?? undefined), path);
});

test('signing in never leads to another host', () => {
  for (const from of [
    undefined,
    '',
    '//evil.test',
    '/\\evil.test',
    '/\t/evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    '/.//evil.test',
    '/x/..//evil.test',
    '/%2e//evil.test',
  ]) {
    assert.equal(returnPath(from), '/services', from);
  }
});

/** What a browser, a proxy or a router might take for another host, in every mixture. */
const PIECES = [
  ...[
    '/',
    '//',
    '\\',
    '/\\',
    '.',
    '..',
    '/./',
    '/../',
    '%2f',
    '%5c',
    '%2e',
    '%09',
    '%00',
    '@',
    ':',
    '?',
    '#',
  ],
  ...['\t', '\n', '\r', '\0', ' ', '\u00a0', '\u2028', '\u202e', '\ufeff', '。', '／', '＼', '℀', 'ﬀ'],
  ...['evil.test', 'http:', 'https:', 'javascript:', 'data:', '[::1]', '127.1', 'services', 'a'],
];

test('of any mixture of hostile pieces none leads away, however often it is read', () => {
  const mixture = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join(''));
  const host = 'https://console.test:8443';
  fc.assert(
    fc.property(
      fc.oneof(
        mixture,
        mixture.map((text) => `/${text}`),
        fc.string({ unit: 'binary' }),
      ),
      (from) => {
        const path = returnPath(from);
        assert.match(path, /^\/(?![/\\])/);
        const once = new URL(path, host);
        assert.equal(once.origin, host);
        const twice = new URL(once.pathname + once.search + once.hash, host);
        assert.equal(twice.href, once.href);
        assert.equal(returnPath(path), path);
      },
    ),
    { numRuns: 1_000 },
  );
});
