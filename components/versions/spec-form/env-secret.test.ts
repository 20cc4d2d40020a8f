import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSecrecy } from '#components/versions/spec-form/env-secret.ts';

const KEPT = { kind: 'secret', name: 'TOKEN', secretId: 'sec-1' } as const;

test('what was typed stays when a variable becomes a secret, and when it is none again', () => {
  const typed = { kind: 'plain', name: 'TOKEN', value: 'abc' } as const;
  const secret = withSecrecy(typed, undefined, true);
  assert.deepEqual(secret, { kind: 'new-secret', name: 'TOKEN', value: 'abc' });
  assert.deepEqual(withSecrecy(secret, undefined, false), typed);
});

test('a kept secret does not come back as text, but comes back as it was kept', () => {
  const plain = withSecrecy(KEPT, KEPT, false);
  assert.deepEqual(plain, { kind: 'plain', name: 'TOKEN', value: '' });
  assert.deepEqual(withSecrecy({ ...plain, name: 'KEY' }, KEPT, true), { ...KEPT, name: 'KEY' });
});

test('a value typed over a kept secret is a new secret', () => {
  const typed = { kind: 'plain', name: 'TOKEN', value: 'other' } as const;
  assert.deepEqual(withSecrecy(typed, KEPT, true), { ...typed, kind: 'new-secret' });
});
