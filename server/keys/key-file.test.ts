import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { keyOf } from '#server/keys/key-file.ts';

function newFolder(t: TestContext): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-keys-'));
  t.after(() => rmSync(dataDir, { recursive: true }));
  return dataDir;
}

test('a key is made once, for its owner alone, and differs by name', (t) => {
  const dataDir = newFolder(t);
  const key = keyOf(dataDir, 'visit');
  assert.equal(key.length, 32);
  assert.deepEqual(keyOf(dataDir, 'visit'), key);
  assert.notDeepEqual(keyOf(dataDir, 'session'), key);
  assert.deepEqual(readdirSync(path.join(dataDir, 'keys')).sort(), ['session.key', 'visit.key']);
  assert.equal(statSync(path.join(dataDir, 'keys', 'visit.key')).mode & 0o777, 0o600);
});

test('a key file that is not whole is refused: anybody could sign with half of a key', (t) => {
  const dataDir = newFolder(t);
  mkdirSync(path.join(dataDir, 'keys'));
  for (const text of ['', 'abcd', 'zz'.repeat(32)]) {
    writeFileSync(path.join(dataDir, 'keys', 'visit.key'), text);
    assert.throws(() => keyOf(dataDir, 'visit'), /visit\.key/, JSON.stringify(text));
  }
});

test('a key that others may read is taken away from them before it is used', (t) => {
  const dataDir = newFolder(t);
  const key = keyOf(dataDir, 'session');
  const folder = path.join(dataDir, 'keys');
  const file = path.join(folder, 'session.key');
  chmodSync(folder, 0o755);
  chmodSync(file, 0o644);
  assert.deepEqual(keyOf(dataDir, 'session'), key);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});
