import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  isEnvironmentAlias,
  isServiceName,
  serviceHostLabel,
  serviceUrl,
  testHostLabel,
  versionName,
} from '#server/domain/naming.ts';

for (const name of ['a', 'order-api', 'a1', 'a'.repeat(20)]) {
  test(`service name ${name} is accepted`, () => assert.ok(isServiceName(name)));
}
for (const name of ['', '1a', '-a', 'a-', 'A', 'a_b', 'a.b', '订单', 'a'.repeat(21), 'a\n', 'a b']) {
  test(`service name ${JSON.stringify(name)} is refused`, () => assert.ok(!isServiceName(name)));
}

test('environment aliases may be Chinese', () => {
  assert.ok(isEnvironmentAlias('生产'));
  assert.ok(isEnvironmentAlias('staging-2'));
  for (const alias of ['', '2a', '-a', 'a b', 'a'.repeat(21), 'a<b'])
    assert.ok(!isEnvironmentAlias(alias), alias);
});

test('S3-58: version names are numbered with three digits, and go on past 999', () => {
  assert.equal(versionName('order-api', 1), 'order-api-001');
  assert.equal(versionName('order-api', 1000), 'order-api-1000');
});

test('S0-14: host labels of any service and version are valid DNS labels', () => {
  const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/);
  fc.assert(
    fc.property(
      name,
      fc.stringMatching(/^[a-z0-9]{6}$/),
      fc.integer({ min: 1, max: 99_999 }),
      (service, random, n) => {
        const label = testHostLabel(serviceHostLabel(service, random), n);
        assert.match(label, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
      },
    ),
  );
});

test('an address names the port unless it is the scheme’s own', () => {
  assert.equal(
    serviceUrl('a-1', { baseDomain: 'localhost', gatewayPort: 8080 }),
    'http://a-1.localhost:8080/',
  );
  assert.equal(serviceUrl('a-1', { baseDomain: 'run.example', gatewayPort: 80 }), 'http://a-1.run.example/');
});
