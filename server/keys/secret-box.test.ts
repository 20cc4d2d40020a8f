import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { seal, unseal } from '#server/keys/secret-box.ts';

const KEY = randomBytes(32);

test('a secret comes back as it went in, and looks different every time', () => {
  for (const text of ['', 'p@ss wörd 密码', 'x'.repeat(40_000)]) {
    const sealed = seal(KEY, text);
    assert.equal(unseal(KEY, sealed), text);
    assert.notEqual(sealed, seal(KEY, text));
    if (text !== '') assert.ok(!sealed.includes(text));
  }
});

test('another key opens nothing, and a changed secret opens not at all', () => {
  const sealed = seal(KEY, 'hunter2');
  assert.throws(() => unseal(randomBytes(32), sealed));
  assert.throws(() => unseal(KEY, 'hunter2'), /not a sealed secret/);
  const at = sealed.length - 3;
  const changed = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
  assert.throws(() => unseal(KEY, changed));
});
