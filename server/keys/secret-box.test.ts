import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { KeyRefused, readKeys } from '#server/keys/key-file.ts';
import { beginReplacement, endReplacement, ensureKeyring, wordsOnKeyring } from '#server/keys/keyring.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';

const PLACE = 'secrets/env-1/sec-1';

function newFolder(t: TestContext): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'berth-box-'));
  t.after(() => rmSync(dataDir, { recursive: true }));
  return dataDir;
}

test('a box that is open while the key is replaced seals with the new one and opens both', (t) => {
  const dataDir = newFolder(t);
  const box = openSecretBox(dataDir, {});
  const before = box.seal('hunter2', PLACE);
  const ring = beginReplacement(dataDir, {});
  assert.deepEqual(beginReplacement(dataDir, {}), ring, 'one that was interrupted goes on with its key');
  const after = box.seal('hunter2', PLACE);
  assert.notEqual(after.split('.')[1], before.split('.')[1]);
  assert.equal(openSecretBox(dataDir, {}).unseal(before, PLACE), 'hunter2');
  endReplacement(dataDir, ring);
  assert.equal(readKeys(dataDir, 'secrets').length, 1);
  const later = openSecretBox(dataDir, {});
  assert.equal(later.unseal(after, PLACE), 'hunter2');
  assert.throws(() => later.unseal(before, PLACE), /no key/);
  assert.equal(box.unseal(before, PLACE), 'hunter2', 'it was read just before it was sealed anew');
});

test('BERTH_SECRET_KEY seals in place of the file, in hex or base64, and makes no file', (t) => {
  const key = randomBytes(32);
  const dataDir = newFolder(t);
  const sealed = openSecretBox(dataDir, { BERTH_SECRET_KEY: key.toString('hex') }).seal('hunter2', PLACE);
  for (const text of [key.toString('base64'), key.toString('base64url'), ` ${key.toString('hex')} `]) {
    assert.equal(openSecretBox(dataDir, { BERTH_SECRET_KEY: text }).unseal(sealed, PLACE), 'hunter2');
  }
  const newer = `${randomBytes(32).toString('base64')},${key.toString('hex')}`;
  const box = openSecretBox(dataDir, { BERTH_SECRET_KEY: newer });
  assert.equal(box.unseal(sealed, PLACE), 'hunter2');
  assert.notEqual(box.seal('', PLACE).split('.')[1], sealed.split('.')[1], 'the first of several seals');
  assert.equal(existsSync(path.join(dataDir, 'keys', 'secrets.key')), false);
});

test('a BERTH_SECRET_KEY that is no key is refused without being told', (t) => {
  const dataDir = newFolder(t);
  const texts = ['hunter2', 'ab'.repeat(31), 'ab'.repeat(33), `${randomBytes(32).toString('hex')},`];
  for (const text of texts) {
    const isRefused = (error: Error) =>
      error instanceof KeyRefused && !error.message.includes(text.slice(0, 7));
    assert.throws(() => openSecretBox(dataDir, { BERTH_SECRET_KEY: text }), isRefused, text);
  }
});

test('where setting and file differ it is said which of them seals; the file still opens what it sealed', (t) => {
  const dataDir = newFolder(t);
  const sealed = openSecretBox(dataDir, {}).seal('hunter2', PLACE);
  const env = { BERTH_SECRET_KEY: randomBytes(32).toString('hex') };
  assert.equal(openSecretBox(dataDir, env).unseal(sealed, PLACE), 'hunter2');
  assert.match(wordsOnKeyring(dataDir, ensureKeyring(dataDir, env)) ?? '', /sealed by BERTH_SECRET_KEY/);
  const same = { BERTH_SECRET_KEY: readFileSync(path.join(dataDir, 'keys', 'secrets.key'), 'utf8') };
  assert.equal(wordsOnKeyring(dataDir, ensureKeyring(dataDir, same)), null);
  assert.equal(wordsOnKeyring(dataDir, ensureKeyring(dataDir, {})), null);
});

test('a keyring that is not whole is refused, and one that is gone makes no new key under way', (t) => {
  const dataDir = newFolder(t);
  const box = openSecretBox(dataDir, {});
  const sealed = box.seal('hunter2', PLACE);
  const file = path.join(dataDir, 'keys', 'secrets.key');
  const whole = readFileSync(file, 'utf8');
  rmSync(file);
  assert.equal(box.unseal(sealed, PLACE), 'hunter2');
  assert.equal(box.seal('', PLACE).split('.')[1], sealed.split('.')[1]);
  assert.equal(existsSync(file), false);
  for (const text of [`${whole}\n${whole.slice(2)}`, `${whole}\n\n`.replace(/\n+$/, '\nzz'), '']) {
    writeFileSync(file, text, { mode: 0o600 });
    assert.throws(() => openSecretBox(dataDir, {}), /secrets\.key is damaged/, JSON.stringify(text.length));
  }
});
