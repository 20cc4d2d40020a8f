import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type LogEntry, LogWriter } from '#server/deployer/log-writer.ts';

const ENTRY: LogEntry = { at: 1, source: 'x', level: 'info', text: 'line' };

function newFiles(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-writer-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'no-folder'), '');
  return { good: path.join(folder, 'good.log'), bad: path.join(folder, 'no-folder', 'bad.log') };
}

test('a file that cannot be written is told, ends nothing, and holds up no other file', async (t) => {
  const { good, bad } = newFiles(t);
  const errors: unknown[] = [];
  const writer = new LogWriter((error) => errors.push(error));
  writer.append(bad, ENTRY);
  writer.append(good, ENTRY);
  for (const deadline = performance.now() + 2_000; performance.now() < deadline; await wait(5)) {
    if (existsSync(good)) break;
  }
  assert.equal(readFileSync(good, 'utf8').trimEnd().split('\n').length, 1);
  assert.equal(errors.length, 1);
});

test('what was written before a failure is not written again after it', (t) => {
  const { good, bad } = newFiles(t);
  const writer = new LogWriter(() => {});
  writer.append(good, ENTRY);
  writer.append(bad, ENTRY);
  assert.throws(() => writer.flush());
  writer.flush();
  assert.equal(readFileSync(good, 'utf8').trimEnd().split('\n').length, 1);
});
