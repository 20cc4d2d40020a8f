import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { readLogFrom } from '#server/api/log-tail.ts';

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
