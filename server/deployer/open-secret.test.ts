import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { addRegistryCredential } from '#server/commands/add-registry-credential.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import type { VersionSpecInput } from '#server/domain/spec.ts';

const SECRET = { kind: 'new-secret', value: 'hidden' } as const;

/** A deployment by a deployer whose key is not the one that sealed its secrets. */
async function failureOf(specOf: (on: TestDeployer) => Partial<VersionSpecInput>) {
  await using on = new TestDeployer({ readyWindowMs: 60_000 });
  await on.stopDeployer();
  const deployed = on.deploy({}, specOf(on));
  writeFileSync(path.join(on.dataDir, 'keys', 'secrets.key'), '01'.repeat(32));
  on.startDeployer();
  const { state, failure } = await on.ended(deployed);
  assert.equal(state, 'failed');
  assert.doesNotMatch(on.log('deployments', deployed.deploymentId).join('\n'), /hidden/);
  return { code: failure?.code, step: failure?.step, ...failure?.params };
}

test('a variable whose secret cannot be read ends the deployment as that, at once', async () => {
  const failure = await failureOf(() => ({ env: [{ ...SECRET, name: 'PASSWORD' }] }));
  const name = 'PASSWORD';
  assert.deepEqual(failure, { code: 'secret_unreadable', step: 'start', what: 'variable', name });
});

test("a registry's password that cannot be read is told so, before anything is pulled", async () => {
  const image = 'registry.example.com/shop/order:1';
  const failure = await failureOf((on) => {
    const input = { registry: 'registry.example.com', username: 'robot', password: 'hidden' };
    const { credentialId } = addRegistryCredential(on.ctx, on.environment, input);
    return { source: { kind: 'image', image, credentialId } };
  });
  const name = 'registry.example.com';
  assert.deepEqual(failure, { code: 'secret_unreadable', step: 'image', what: 'registry', name });
});

test("a repository's token that cannot be read is told so, before anything is fetched", async () => {
  const url = 'https://localhost:1/shop.git';
  const failure = await failureOf(() => ({ source: { kind: 'repository', url, token: SECRET } }));
  assert.deepEqual(failure, { code: 'secret_unreadable', step: 'source', what: 'token', name: url });
});
