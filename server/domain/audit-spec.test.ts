import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditedSpec } from '#server/domain/audit-spec.ts';
import { type VersionSpec, versionSpecSchema } from '#server/domain/spec.ts';

function spec(env: VersionSpec['env'], secretId = 'sec-t'): VersionSpec {
  const token = { kind: 'secret', secretId };
  const source = { kind: 'repository', url: 'https://git.test/a.git', branch: 'main', token };
  return versionSpecSchema.parse({ source, env });
}

test('secrets are masked, and those that were changed are said to be', () => {
  const before = spec([
    { kind: 'secret', name: 'KEPT', secretId: 'sec-1' },
    { kind: 'secret', name: 'OTHER', secretId: 'sec-2' },
  ]);
  const after = spec(
    [
      { kind: 'secret', name: 'KEPT', secretId: 'sec-1' },
      { kind: 'secret', name: 'OTHER', secretId: 'sec-3' },
      { kind: 'secret', name: 'NEW', secretId: 'sec-4' },
      { kind: 'plain', name: 'COLOUR', value: 'green' },
      { kind: 'plain', name: 'LONG', value: 'x'.repeat(9_000) },
    ],
    'sec-u',
  );
  const told = auditedSpec(after, before);
  assert.deepEqual(
    { ...(told.env as object), LONG: 0 },
    { KEPT: '••••', OTHER: '•••• (changed)', NEW: '••••', COLOUR: 'green', LONG: 0 },
  );
  assert.equal((told.source as { token: string }).token, '•••• (changed)');
  assert.ok(!JSON.stringify(told).includes('sec-'));
  assert.ok(JSON.stringify(told).length < 2_000);
});
