import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EnvEntry, readEnvLines, withPasted } from '#components/versions/spec-form/env-lines.ts';

test('lines of KEY=VALUE become variables; only the first = splits', () => {
  assert.deepEqual(readEnvLines('PORT=8080\r\nURL=http://a/?b=c\nEMPTY='), [
    { kind: 'plain', name: 'PORT', value: '8080' },
    { kind: 'plain', name: 'URL', value: 'http://a/?b=c' },
    { kind: 'plain', name: 'EMPTY', value: '' },
  ]);
});

test('export, quotes, comments and empty lines of a .env file are understood', () => {
  const text = '# the shop\n\nexport A="x y"\n  B = \'1\'\nC="\n';
  assert.deepEqual(readEnvLines(text), [
    { kind: 'plain', name: 'A', value: 'x y' },
    { kind: 'plain', name: 'B', value: '1' },
    { kind: 'plain', name: 'C', value: '"' },
  ]);
});

test('text that is not only such lines stays a plain paste', () => {
  assert.equal(readEnvLines('PORT'), undefined);
  assert.equal(readEnvLines('PORT=1\nhello world'), undefined);
  assert.equal(readEnvLines('# only a comment'), undefined);
  assert.equal(readEnvLines(''), undefined);
});

test('pasted variables replace those of the same name and fill the row that was pasted into', () => {
  const rows: EnvEntry[] = [
    { kind: 'plain', name: 'A', value: '1' },
    { kind: 'plain', name: 'B', value: '2' },
    { kind: 'plain', name: '', value: '' },
  ];
  const pasted = [
    { kind: 'plain' as const, name: 'B', value: '3' },
    { kind: 'plain' as const, name: 'C', value: '4' },
  ];
  assert.deepEqual(withPasted(rows, 2, pasted), [
    { kind: 'plain', name: 'A', value: '1' },
    { kind: 'plain', name: 'B', value: '3' },
    { kind: 'plain', name: 'C', value: '4' },
  ]);
});

test('a half-typed name is given up for what is pasted over it', () => {
  assert.deepEqual(
    withPasted([{ kind: 'plain', name: 'PO', value: '' }], 0, [{ kind: 'plain', name: 'PORT', value: '80' }]),
    [{ kind: 'plain', name: 'PORT', value: '80' }],
  );
});

test('a secret whose name is pasted again takes the new value and stays secret', () => {
  assert.deepEqual(
    withPasted([{ kind: 'secret', name: 'TOKEN', secretId: 'sec-1' }], 5, [
      { kind: 'plain', name: 'TOKEN', value: 'new' },
    ]),
    [{ kind: 'new-secret', name: 'TOKEN', value: 'new' }],
  );
});
