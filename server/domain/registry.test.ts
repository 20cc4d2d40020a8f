import assert from 'node:assert/strict';
import { test } from 'node:test';
import { registryCredentialSchema, registryOf } from '#server/domain/registry.ts';

test("a reference leads to the registry that Docker's own tools would ask", () => {
  const cases = {
    nginx: 'docker.io',
    'nginx:1.27': 'docker.io',
    'shop/order:1': 'docker.io',
    'index.docker.io/library/nginx': 'docker.io',
    'registry.example.com/shop/order:1': 'registry.example.com',
    'registry.example.com:5000/order@sha256:00': 'registry.example.com:5000',
    '127.0.0.1:5000/order': '127.0.0.1:5000',
    'localhost/order': 'localhost',
  };
  for (const [reference, registry] of Object.entries(cases)) assert.equal(registryOf(reference), registry);
});

test('a credential names a registry as references do', () => {
  const named = (registry: string) =>
    registryCredentialSchema.safeParse({ registry, username: 'u', password: 'p' }).data?.registry;
  assert.equal(named(' Registry.Example.com:5000 '), 'registry.example.com:5000');
  assert.equal(named('index.docker.io'), 'docker.io');
  for (const wrong of ['', 'https://registry.example.com', 'shop', 'a.b/c', 'user@a.b', 'a b.c']) {
    assert.equal(named(wrong), undefined, wrong);
  }
});
