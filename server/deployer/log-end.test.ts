import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { newLinesAfter, readLogEnd } from '#server/deployer/log-end.ts';
import { LogWriter } from '#server/deployer/log-writer.ts';

function newFile(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-log-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'deep', 'x.log');
}

function write(file: string, lines: [at: number, text: string][]): void {
  const writer = new LogWriter((error) => assert.fail(String(error)));
  for (const [at, text] of lines) writer.append(file, { at, source: 'x', level: 'info', text });
  writer.flush();
}

test('a line torn by a crash is cut off, so that the next one begins on its own', (t) => {
  const file = newFile(t);
  write(file, [[1, 'whole']]);
  appendFileSync(file, '{"at":2,"sour');
  assert.deepEqual(
    readLogEnd(file).map(({ text }) => text),
    ['whole'],
  );
  write(file, [[3, 'next']]);
  assert.deepEqual(
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).text),
    ['whole', 'next'],
  );
});

test('of a large file the last whole lines are read', (t) => {
  const file = newFile(t);
  write(
    file,
    Array.from({ length: 5_000 }, (_, i) => [i, `第 ${i} 行`]),
  );
  const entries = readLogEnd(file);
  assert.ok(entries.length > 100 && entries.length < 5_000);
  assert.equal(entries.at(-1)?.text, '第 4999 行');
});

test('a last line of the greatest length is read whole', (t) => {
  const file = newFile(t);
  write(file, [[1, '\u0000'.repeat(20_000)]]);
  assert.equal(readLogEnd(file).length, 1);
  write(file, [[2, '\u0000'.repeat(20_000)]]);
  assert.equal(readLogEnd(file).at(-1)?.at, 2);
});

test('a line that is no log entry is left out', (t) => {
  const file = newFile(t);
  write(file, [[1, 'before']]);
  appendFileSync(file, '\0\0\0\0\n');
  write(file, [[2, 'after']]);
  assert.deepEqual(
    readLogEnd(file).map(({ text }) => text),
    ['before', 'after'],
  );
});

test('a log read again goes on behind the last line written, also within one millisecond', (t) => {
  const file = newFile(t);
  write(file, [
    [1, 'a'],
    [2, 'b'],
    [2, 'c'],
  ]);
  const isNew = newLinesAfter(readLogEnd(file));
  const again = [1, 2, 2, 2, 3, 2];
  assert.deepEqual(again.map(isNew), [false, false, false, true, true, true]);
});

test('of a file that is not there nothing is skipped', (t) => {
  const isNew = newLinesAfter(readLogEnd(newFile(t)));
  assert.ok(isNew(1) && isNew(0));
});
