import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { ensureSetupCode, isSetupCode, readSetupCode, removeSetupCode } from '#server/keys/setup-code.ts';

function newFolder(t: TestContext): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-setup-'));
  t.after(() => rmSync(dataDir, { recursive: true }));
  return dataDir;
}

test('the code is made once, for its owner alone, and stays until it is removed', (t) => {
  const dataDir = newFolder(t);
  assert.equal(readSetupCode(dataDir), undefined);
  const code = ensureSetupCode(dataDir);
  assert.match(code, /^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/);
  assert.equal(ensureSetupCode(dataDir), code);
  assert.equal(statSync(path.join(dataDir, 'keys', 'setup-code')).mode & 0o777, 0o600);
  removeSetupCode(dataDir);
  removeSetupCode(dataDir);
  assert.equal(readSetupCode(dataDir), undefined);
  assert.notEqual(ensureSetupCode(dataDir), code);
});

test('it may be typed in small letters, with or without hyphens; nothing else will do', (t) => {
  const dataDir = newFolder(t);
  assert.equal(isSetupCode(dataDir, ''), false, 'where there is none, an empty one is wrong too');
  const code = ensureSetupCode(dataDir);
  for (const typed of [code, code.toLowerCase(), ` ${code.replaceAll('-', ' ')} `, code.replaceAll('-', '')])
    assert.equal(isSetupCode(dataDir, typed), true, typed);
  for (const typed of ['', '-', code.slice(1), `${code}A`, 'AAAA-BBBB-CCCC'])
    assert.equal(isSetupCode(dataDir, typed), false, typed);
});

test('a code that was written half is made anew: half of one could be guessed', (t) => {
  const dataDir = newFolder(t);
  const code = ensureSetupCode(dataDir);
  writeFileSync(path.join(dataDir, 'keys', 'setup-code'), 'AB');
  assert.equal(isSetupCode(dataDir, 'AB'), false);
  assert.notEqual(ensureSetupCode(dataDir), code);
});
