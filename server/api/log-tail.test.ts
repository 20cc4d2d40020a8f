import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { readLogEnd, readLogFrom } from '#server/api/log-tail.ts';

function newFile(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-tail-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'x.log');
}

function write(file: string, ...texts: string[]): void {
  for (const text of texts) {
    appendFileSync(file, `${JSON.stringify({ at: 1, source: 'x', level: 'info', text })}\n`);
  }
}

async function read(file: string, offset: number) {
  const { lines, nextOffset } = await readLogFrom(file, offset);
  return { texts: lines.map((line) => line.text), nextOffset };
}

test('a line is given once it is whole', async (t) => {
  const file = newFile(t);
  assert.deepEqual(await read(file, 0), { texts: [], nextOffset: 0 });
  write(file, 'one');
  appendFileSync(file, '{"at":');
  const first = await read(file, 0);
  assert.deepEqual(first.texts, ['one']);
  assert.deepEqual(await read(file, first.nextOffset), { texts: [], nextOffset: first.nextOffset });
});

test('a log that made room is read to its old end, then on in the new file', async (t) => {
  const file = newFile(t);
  write(file, 'one', 'two');
  const { nextOffset } = await read(file, 0);
  write(file, 'three');
  renameSync(file, `${file}.1`);
  const rest = await read(file, nextOffset);
  assert.deepEqual(rest.texts, ['three']);
  write(file, 'four');
  const fresh = await read(file, rest.nextOffset);
  assert.deepEqual(fresh.texts, ['four']);
  write(file, 'five');
  assert.deepEqual((await read(file, fresh.nextOffset)).texts, ['five']);
});

test('the end of a log is its last whole lines, those before it made room among them', async (t) => {
  const file = newFile(t);
  assert.deepEqual(await readLogEnd(file, 3), []);
  write(file, 'one', 'two');
  renameSync(file, `${file}.1`);
  write(file, 'three', 'four');
  appendFileSync(file, '{"at":');
  const textsOf = async (most: number) => (await readLogEnd(file, most)).map(({ text }) => text);
  assert.deepEqual(await textsOf(3), ['two', 'three', 'four']);
  assert.deepEqual(await textsOf(1), ['four']);
});

test('of a long log only the end is read, from a whole line on', async (t) => {
  const file = newFile(t);
  const texts = Array.from({ length: 4_000 }, (_, index) => `${index} ${'x'.repeat(100)}`);
  write(file, ...texts);
  assert.deepEqual(
    (await readLogEnd(file, 1_000)).map(({ text }) => text),
    texts.slice(-1_000),
  );
});
