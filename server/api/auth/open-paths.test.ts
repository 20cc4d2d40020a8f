import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOpenPath } from '#server/api/auth/open-paths.ts';

const HOST = 'http://console.test/api/auth';

test('nothing about one’s own account can be reached past the procedures', () => {
  for (const path of [
    'sign-in/email',
    'sign-up/email',
    'change-password',
    'two-factor/disable',
    'get-session',
  ])
    assert.equal(isOpenPath(`${HOST}/${path}`), false, path);
});

test('a path is open where it fits a pattern as a whole', () => {
  const paths = [/\/callback\/[a-z]+/];
  assert.equal(isOpenPath(`${HOST}/callback/company`, paths), true);
  for (const path of [
    'callback/company/more',
    'more/callback/company',
    'callback/../sign-in/email',
    'callback/%2e%2e',
  ])
    assert.equal(isOpenPath(`${HOST}/${path}`, paths), false, path);
});
