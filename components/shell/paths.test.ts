import assert from 'node:assert/strict';
import { test } from 'node:test';
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
  ]) {
    assert.equal(returnPath(from), '/services', from);
  }
});
