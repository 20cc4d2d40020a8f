import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addRegistryCredential } from '#server/commands/add-registry-credential.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { removeRegistryCredential } from '#server/commands/remove-registry-credential.ts';
import { TestDeployer } from '#server/deployer/test-deployer.ts';
import { EmbeddedRunner } from '#server/runner/embedded/embedded-runner.ts';
import {
  BuildError,
  type BuildOrder,
  type ImageOrder,
  type PreparedImage,
  RunnerError,
} from '#server/runner/port.ts';
import { TestRepository } from '#server/sources/test-repository.ts';

const IMAGE = 'registry.example.com/shop/order:1';

/** Has one private registry, whose only image is the sample. */
class PrivateRunner extends EmbeddedRunner {
  override async ensureImage(order: ImageOrder): Promise<PreparedImage> {
    const { registry, username, password } = order.signIn ?? {};
    const said = [registry, username, password].join(' ');
    if (said !== 'registry.example.com robot right') {
      throw new RunnerError('registry_refused', 'unauthorized: authentication required');
    }
    return super.ensureImage({ ...order, reference: 'sample/hello:v1' });
  }
}

function withRegistry(on: TestDeployer, password: string): string {
  const input = { registry: 'registry.example.com', username: 'robot', password };
  return addRegistryCredential(on.ctx, on.environment, input).credentialId;
}

test('a version is pulled with the password that was kept for its registry', async () => {
  await using on = new TestDeployer({}, (dataDir) => new PrivateRunner(dataDir));
  const credentialId = withRegistry(on, 'right');
  const deployed = await on.live(on.deploy({}, { source: { kind: 'image', image: IMAGE, credentialId } }));
  const log = on.log('deployments', deployed.deploymentId).join('\n');
  assert.match(log, /check_image : succ/);
  assert.doesNotMatch(log, /right/);
});

test('a registry that refuses ends the deployment as that, and nothing starts', async () => {
  await using on = new TestDeployer({}, (dataDir) => new PrivateRunner(dataDir));
  const credentialId = withRegistry(on, 'wrong');
  const deployed = on.deploy({}, { source: { kind: 'image', image: IMAGE, credentialId } });
  const { state, failure } = await on.ended(deployed);
  assert.equal(state, 'failed');
  assert.equal(failure?.code, 'registry_refused');
  assert.deepEqual(failure?.params, { registry: 'registry.example.com', image: IMAGE });
  assert.deepEqual(on.instances(deployed.versionId), []);
});

test('with a credential that was removed since, nobody is signed in', async () => {
  await using on = new TestDeployer({}, (dataDir) => new PrivateRunner(dataDir));
  const credentialId = withRegistry(on, 'right');
  await on.stopDeployer();
  const deployed = on.deploy({}, { source: { kind: 'image', image: IMAGE, credentialId } });
  removeRegistryCredential(on.ctx, on.environment, credentialId);
  on.startDeployer();
  assert.equal((await on.ended(deployed)).failure?.code, 'registry_refused');
});

test('a build may sign in to the registries that the environment has a password for, with the newest', async () => {
  using repository = new TestRepository({ Dockerfile: 'FROM scratch' });
  const found: unknown[] = [];
  class BuildingRunner extends EmbeddedRunner {
    override async build({ signInTo }: BuildOrder): Promise<PreparedImage> {
      found.push(signInTo('registry.example.com'), signInTo('other.example.com'));
      throw new BuildError('compose_unsupported');
    }
  }
  await using on = new TestDeployer({}, (dataDir) => new BuildingRunner(dataDir));
  const registry = 'registry.example.com';
  const earlier = { ...on.ctx, now: () => on.now() - 60_000 };
  addRegistryCredential(on.ctx, on.environment, { registry, username: 'new', password: 'right' });
  addRegistryCredential(earlier, on.environment, { registry, username: 'old', password: 'wrong' });
  const other = createEnvironment(on.ctx, { alias: 'other', region: 'sh' });
  addRegistryCredential(on.ctx, other, { registry: 'other.example.com', username: 'x', password: 'x' });
  await on.ended(on.deploy({}, { source: { kind: 'repository', url: repository.folder } }));
  assert.deepEqual(found, [{ registry, username: 'new', password: 'right' }, null]);
});
