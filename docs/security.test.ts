import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '..');
const page = readFileSync(path.join(ROOT, 'docs', 'security.md'), 'utf8');
const promises = page.split('## Promises')[1] ?? '';

test('every test that the security page names is there', () => {
  const named = [...page.matchAll(/`([\w/.-]+\.ts)`/g)].map(([, file = '']) => file);
  assert.ok(named.length > 40);
  assert.deepEqual(
    named.filter((file) => !existsSync(path.join(ROOT, file))),
    [],
  );
});

test('every promise names a test', () => {
  const rows = promises.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| promise'));
  assert.ok(rows.length > 25);
  assert.deepEqual(
    rows.filter((row) => !/\.(?:test|spec)\.ts`/.test(row)),
    [],
  );
});
