import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ComparedSide, compareSides } from '#server/domain/comparison.ts';
import { type VersionSpec, versionSpecSchema } from '#server/domain/spec.ts';

const IMAGE = { kind: 'image' as const, image: 'shop/order-api:1.8.3' };

function side(spec: Partial<VersionSpec> = {}, madeFrom: ComparedSide['madeFrom'] = null): ComparedSide {
  return { spec: versionSpecSchema.parse({ source: IMAGE, ...spec }), madeFrom };
}

function different(current: ComparedSide, snapshot: ComparedSide): string[] {
  return compareSides(current, snapshot)
    .filter(({ isDifferent }) => isDifferent)
    .map((line) => `${line.group}.${line.kind === 'env' ? line.name : line.field}`);
}

test('S2-18: two equal configurations have every line and no difference', () => {
  const lines = compareSides(side(), side());
  assert.ok(lines.length >= 10);
  assert.equal(lines.filter(({ isDifferent }) => isDifferent).length, 0);
});

test('an image has no lines about code, and code none about an image', () => {
  const code = side({
    source: {
      kind: 'repository',
      url: 'https://git.example.com/shop.git',
      branch: 'main',
      asOf: null,
      token: null,
      dockerfile: 'Dockerfile',
      directory: '/',
    },
  });
  const fields = (a: ComparedSide, b: ComparedSide) =>
    compareSides(a, b).flatMap((line) =>
      line.kind === 'field' && line.group === 'code' ? [line.field] : [],
    );
  assert.deepEqual(fields(side(), side()), ['image']);
  assert.deepEqual(fields(code, code), ['code', 'dockerfile']);
  assert.deepEqual(fields(side(), code), ['image', 'code', 'dockerfile']);
});

test('variables are compared one by one, and a value that is secret stays out of it', () => {
  const current = side({
    env: [
      { kind: 'plain', name: 'RATE', value: '800' },
      { kind: 'secret', name: 'PASSWORD', secretId: 'sec-2' },
      { kind: 'secret', name: 'TOKEN', secretId: 'sec-3' },
    ],
  });
  const snapshot = side({
    env: [
      { kind: 'plain', name: 'RATE', value: '500' },
      { kind: 'secret', name: 'PASSWORD', secretId: 'sec-1' },
      { kind: 'secret', name: 'TOKEN', secretId: 'sec-3' },
      { kind: 'plain', name: 'LEGACY', value: 'on' },
    ],
  });
  assert.deepEqual(different(current, snapshot), ['env.RATE', 'env.PASSWORD', 'env.LEGACY']);
  assert.doesNotMatch(JSON.stringify(compareSides(current, snapshot)), /sec-/);
  const legacy = compareSides(current, snapshot).find(
    (line) => line.kind === 'env' && line.name === 'LEGACY',
  );
  assert.deepEqual(legacy && 'current' in legacy && legacy.current, { kind: 'none' });
});

test('the same tag that led to another image is a difference', () => {
  const before = { digest: 'sha256:1', commit: null };
  assert.deepEqual(different(side({}, { digest: 'sha256:2', commit: null }), side({}, before)), [
    'code.digest',
  ]);
});
