import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loggedPath } from '#server/domain/request-log.ts';

for (const [path, expected] of [
  ['/', '/'],
  ['/a/b', '/a/b'],
  ['/a?q=name&page=2', '/a?q=…&page=…'],
  ['/a?token', '/a?…'],
  ['/a?q=1=2&x=', '/a?q=…&x=…'],
  ['/a?', '/a'],
  ['/a?b=1?c=2', '/a?b=…'],
] as const) {
  test(`the log keeps no query value of ${path}`, () => assert.equal(loggedPath(path, false), expected));
}

test('query values are kept where they are switched on', () => {
  assert.equal(loggedPath('/a?q=name', true), '/a?q=name');
});

test('a path is never stored longer than 2,000 characters and a mark', () => {
  assert.equal(loggedPath(`/${'a'.repeat(9_000)}`, false).length, 2_001);
});
