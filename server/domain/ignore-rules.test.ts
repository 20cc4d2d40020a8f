import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isIgnored, parseIgnoreFile } from '#server/domain/ignore-rules.ts';

function ignored(file: string, paths: string[]): string[] {
  const rules = parseIgnoreFile(file);
  return paths.filter((path) => isIgnored(rules, path));
}

test('a line is about a file or a whole folder, from the root', () => {
  assert.deepEqual(
    ignored('temp\n/logs/\n./a/../b', ['temp', 'temp/x/y', 'x/temp', 'logs/1', 'b', 'a/b', 'Temp']),
    [...['temp', 'temp/x/y', 'logs/1', 'b']],
  );
});

test('stars stay inside of a name, two of them go through folders', () => {
  assert.deepEqual(
    ignored('*/temp*\ntemp?\n[ab].txt', ['x/temporary', 'x/y/temp', 'tempa', 'temp', 'a.txt', 'c.txt']),
    [...['x/temporary', 'tempa', 'a.txt']],
  );
  assert.deepEqual(
    ignored('**/*.go\na/**\nb/**/c', ['x.go', 'p/q/x.go', 'a', 'a/x', 'b/c', 'b/1/2/c/d', 'b/1']),
    [...['x.go', 'p/q/x.go', 'a/x', 'b/c', 'b/1/2/c/d']],
  );
  assert.deepEqual(ignored('**', ['a', 'a/b']), ['a', 'a/b']);
});

test('the last line that matches decides', () => {
  const file = '*.md\n!README*.md\nREADME-secret.md';
  assert.deepEqual(ignored(file, ['x.md', 'README.md', 'README-secret.md']), ['x.md', 'README-secret.md']);
  assert.deepEqual(ignored('docs\n!docs/keep', ['docs/a', 'docs/keep/b']), ['docs/a']);
});

test('comments, blanks and what is no pattern say nothing', () => {
  assert.deepEqual(ignored('# a\r\n\r\n  \n.\n!\n[\n\\#b\r\n', ['a', '#b', '[']), ['#b']);
});

test('a line made to take long does not', () => {
  const started = performance.now();
  const long = 'a'.repeat(250);
  const rules = parseIgnoreFile([`${'*a'.repeat(120)}b`, `${'**/a/'.repeat(40)}b`].join('\n'));
  for (let count = 0; count < 100; count += 1) isIgnored(rules, Array(15).fill(long).join('/'));
  assert.ok(performance.now() - started < 5_000);
});
