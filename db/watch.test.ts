import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { watchDb } from '#db/watch.ts';

const WRITE = `
  const Sqlite = require('better-sqlite3');
  new Sqlite(process.argv[1]).exec('insert into t values (1)');`;

test('a commit of this process, and one of another, each wake the watcher', async (t) => {
  const { file, client, calls } = watched(t);
  client.exec('insert into t values (1)');
  await until(() => calls() === 1);
  execFileSync(process.execPath, ['-e', WRITE, file], { cwd: import.meta.dirname });
  await until(() => calls() === 2);
});

test('what is rolled back or only read wakes nobody', async (t) => {
  const { client, calls } = watched(t);
  client.exec('begin; insert into t values (1); rollback; select * from t');
  client.exec('insert into t values (2)');
  await until(() => calls() > 0);
  assert.equal(calls(), 1);
});

test('a closed watcher is silent', async (t) => {
  const { file, client, watch, calls } = watched(t);
  watch.close();
  let others = 0;
  const other = watchDb(file, () => (others += 1), 1);
  t.after(() => other.close());
  client.exec('insert into t values (1)');
  await until(() => others === 1);
  assert.equal(calls(), 0);
});

function watched(t: TestContext) {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-watch-'));
  const file = path.join(folder, 'a.db');
  const client = new Sqlite(file);
  client.pragma('journal_mode = WAL');
  client.exec('create table t (n)');
  let calls = 0;
  const watch = watchDb(file, () => (calls += 1), 1);
  t.after(() => {
    watch.close();
    client.close();
    rmSync(folder, { recursive: true });
  });
  return { file, client, watch, calls: () => calls };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5_000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, `not within 5 s: ${condition}`);
    await pause(2);
  }
}
