import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { lockDataDir } from '#db/lock.ts';

const HOLD = `
  import { lockDataDir } from '#db/lock.ts';
  const lock = lockDataDir(process.argv[1]);
  console.log(lock ? 'held' : 'refused');
  setInterval(() => lock, 1000);`;

test('a data folder has one holder, until it lets go', (t) => {
  const dataDir = folder(t);
  const first = lockDataDir(dataDir);
  assert.equal(lockDataDir(dataDir), undefined);
  first?.release();
  const second = lockDataDir(dataDir);
  assert.ok(second);
  second.release();
});

test('a holder that is killed leaves no lock', async (t) => {
  const dataDir = folder(t);
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLD, dataDir], {
    cwd: path.resolve(import.meta.dirname, '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.after(() => holder.kill('SIGKILL'));
  const [said] = await once(holder.stdout, 'data');
  assert.equal(String(said).trim(), 'held');
  assert.equal(lockDataDir(dataDir), undefined);
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  const next = lockDataDir(dataDir);
  assert.ok(next);
  next.release();
});

function folder(t: TestContext): string {
  const made = mkdtempSync(path.join(tmpdir(), 'berth-lock-'));
  t.after(() => rmSync(made, { recursive: true }));
  return made;
}
