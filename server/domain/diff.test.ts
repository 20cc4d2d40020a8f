import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diffSpecs, hasField, SPEC_FIELDS } from '#server/domain/diff.ts';
import { type VersionSpecInput, versionSpecSchema } from '#server/domain/spec.ts';

function spec(changes: Partial<VersionSpecInput> = {}) {
  return versionSpecSchema.parse({ source: { kind: 'image', image: 'sample/hello:v1' }, ...changes });
}

test('equal configurations have no difference, and every line counts as the same', () => {
  const env = [{ kind: 'plain' as const, name: 'A', value: '1' }];
  assert.deepEqual(diffSpecs(spec({ env }), spec({ env })), {
    changed: [],
    same: SPEC_FIELDS,
    env: [],
    sameEnv: ['A'],
  });
});

test('each changed field is named once, in the order of the configuration', () => {
  const after = spec({
    source: { kind: 'package', packageId: 'pkg-1', fileName: 'shop' },
    port: 8080,
    memoryGb: 2,
    replicaMode: 'high-availability',
    minReplicas: 2,
    scalePolicies: [{ metric: 'memory', thresholdPercent: 70 }],
    initialDelaySeconds: 5,
    probe: { kind: 'http', path: '/health' },
    command: ['node'],
    args: ['--port', '8080'],
    liveness: { check: { kind: 'http', path: '/alive' } },
    readiness: { check: { kind: 'exec', command: ['check'] } },
    postStart: ['migrate'],
    preStop: ['flush'],
    logType: 'custom',
    logPath: '/var/log/shop',
    logFormat: 'json',
    logSet: 'shop',
    logTopic: 'orders',
  });
  assert.deepEqual(diffSpecs(spec(), after).changed, SPEC_FIELDS);
  assert.deepEqual(diffSpecs(spec(), after).same, []);
});

test('fields of 自定义 say nothing where another 日志采集类型 is chosen', () => {
  const before = spec({ logPath: '/app/logs', logSet: 'shop' });
  assert.deepEqual(diffSpecs(before, spec()).changed, []);
  assert.equal(hasField(before, 'logPath'), false);
  assert.equal(hasField(spec({ logType: 'custom' }), 'logPath'), true);
});

test('another path of the HTTP check is a difference', () => {
  const before = spec({ probe: { kind: 'http', path: '/' } });
  const after = spec({ probe: { kind: 'http', path: '/health' } });
  assert.deepEqual(diffSpecs(before, after).changed, ['probe']);
});

test('another command of the check is a difference, and so is the same text cut elsewhere', () => {
  const by = (...command: string[]) => spec({ probe: { kind: 'exec', command } });
  assert.deepEqual(diffSpecs(by('cat', 'a b'), by('cat', 'a', 'b')).changed, ['probe']);
  assert.deepEqual(diffSpecs(spec(), by('cat')).changed, ['probe']);
  assert.deepEqual(diffSpecs(by('cat', 'a'), by('cat', 'a')).changed, []);
});

test('variables are told apart as added, changed and removed, by name and without their values', () => {
  const before = spec({
    env: [
      { kind: 'plain', name: 'KEPT', value: '1' },
      { kind: 'plain', name: 'OTHER', value: '1' },
      { kind: 'plain', name: 'GONE', value: 'old-secret' },
    ],
  });
  const after = spec({
    env: [
      { kind: 'plain', name: 'NEW', value: 'new-secret' },
      { kind: 'plain', name: 'OTHER', value: '2' },
      { kind: 'plain', name: 'KEPT', value: '1' },
    ],
  });
  const diff = diffSpecs(before, after);
  assert.deepEqual(diff.env, [
    { name: 'NEW', kind: 'added' },
    { name: 'OTHER', kind: 'changed' },
    { name: 'GONE', kind: 'removed' },
  ]);
  assert.deepEqual(diff.sameEnv, ['KEPT']);
  assert.equal(JSON.stringify(diff).includes('secret'), false);
});

test('the order of variables is no difference', () => {
  const a = { kind: 'plain' as const, name: 'A', value: '1' };
  const b = { kind: 'plain' as const, name: 'B', value: '' };
  assert.deepEqual(diffSpecs(spec({ env: [a, b] }), spec({ env: [b, a] })).env, []);
});
