import assert from 'node:assert/strict';
import { createCipheriv, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { idOfKey, isSealedBy, seal, unseal } from '#server/keys/sealed-text.ts';

const KEY = randomBytes(32);
const PLACE = 'secrets/env-1/sec-1';

test('a secret comes back as it went in, and looks different every time', () => {
  for (const text of ['', 'p@ss wörd 密码', 'x'.repeat(40_000)]) {
    const sealed = seal(KEY, text, PLACE);
    assert.equal(unseal([KEY], sealed, PLACE), text);
    assert.notEqual(sealed, seal(KEY, text, PLACE));
    if (text !== '') assert.ok(!sealed.includes(text));
  }
});

test('another key opens nothing, and a changed secret opens not at all', () => {
  const sealed = seal(KEY, 'hunter2', PLACE);
  assert.throws(() => unseal([randomBytes(32)], sealed, PLACE), /no key/);
  assert.throws(() => unseal([], sealed, PLACE), /no key/);
  const forms = [
    'hunter2',
    'v3.a.b',
    'v2.',
    `v2.${idOfKey(KEY)}`,
    `v2.${idOfKey(KEY)}.`,
    'v1.',
    'v1.AAAA',
    '',
  ];
  for (const text of forms) {
    assert.throws(() => unseal([KEY], text, PLACE), text);
  }
  for (const at of [0, 4, 20, sealed.length - 3]) {
    const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    assert.throws(() => unseal([KEY], changed, PLACE), String(at));
  }
});

test('a secret that was copied to another place opens not at all', () => {
  const sealed = seal(KEY, 'hunter2', PLACE);
  for (const elsewhere of ['secrets/env-2/sec-1', 'secrets/env-1/sec-2', 'certificates/cert-1/key', '']) {
    assert.throws(() => unseal([KEY], sealed, elsewhere), elsewhere);
  }
});

test('the key that sealed is found among several, and is told by its id alone', () => {
  const keys = [randomBytes(32), KEY, randomBytes(32)];
  const sealed = seal(KEY, 'hunter2', PLACE);
  assert.equal(unseal(keys, sealed, PLACE), 'hunter2');
  assert.deepEqual(
    keys.map((key) => isSealedBy(key, sealed)),
    [false, true, false],
  );
  assert.ok(!KEY.toString('hex').includes(idOfKey(KEY)));
});

test('what was sealed in the first form still opens, with whichever of the keys it was', () => {
  const sealed = sealedBefore(KEY, 'hunter2');
  assert.equal(unseal([randomBytes(32), KEY], sealed, PLACE), 'hunter2');
  assert.throws(() => unseal([randomBytes(32)], sealed, PLACE));
  assert.equal(isSealedBy(KEY, sealed), false);
});

/** As version 0.1 wrote it. */
function sealedBefore(key: Buffer, text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}
