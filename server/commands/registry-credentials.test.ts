import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listRegistryCredentials } from '#db/stores/registry-credentials.ts';
import { readSealed } from '#db/stores/secrets.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { addRegistryCredential } from '#server/commands/add-registry-credential.ts';
import { type CommandContext, SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { createService } from '#server/commands/create-service.ts';
import { deleteEnvironment } from '#server/commands/delete-environment.ts';
import { deployVersion } from '#server/commands/deploy-version.ts';
import { randomText } from '#server/commands/random-text.ts';
import { registerPackage } from '#server/commands/register-package.ts';
import { removeRegistryCredential } from '#server/commands/remove-registry-credential.ts';
import { Problem } from '#server/domain/problem.ts';
import { specInputSchema, type VersionSpecInput } from '#server/domain/spec.ts';

const INPUT = { registry: 'registry.example.com', username: 'robot', password: 'first' };
const UPLOADED = { id: 'pkg-1', fileName: 'a.zip', kind: 'zip', sizeBytes: 1, fileCount: 1 } as const;

class World implements Disposable {
  readonly data: TemporaryData = temporaryData();
  readonly ctx: CommandContext = {
    db: this.data.db,
    actor: SYSTEM,
    now: Date.now,
    randomText,
    seal: (text) => `sealed ${text}`,
  };
  readonly environment = createEnvironment(this.ctx, { alias: 'one', region: 'sh' });
  readonly other = createEnvironment(this.ctx, { alias: 'two', region: 'sh' });

  /** The issues at the source of a version that is deployed so; none where it began. */
  deploy(environmentId: string, source: VersionSpecInput['source']): string[] {
    const service = createService(this.ctx, { environmentId, name: `s${randomText(6)}`, remark: '' });
    const spec = specInputSchema.parse({ source });
    try {
      deployVersion(this.ctx, service, { spec, trafficStrategy: 'keep-zero', remark: '' });
      return [];
    } catch (error) {
      assert.ok(error instanceof Problem);
      return error.issues.map(({ path, code }) => `${path.join('.')} ${code}`);
    }
  }

  [Symbol.dispose]() {
    this.data[Symbol.dispose]();
  }
}

test('the same registry and user again replace the password, and nothing of the old one stays', () => {
  using world = new World();
  const { credentialId } = addRegistryCredential(world.ctx, world.environment, INPUT);
  const [before] = listRegistryCredentials(world.data.db, world.environment.id);
  const again = addRegistryCredential(world.ctx, world.environment, { ...INPUT, password: 'second' });
  assert.equal(again.credentialId, credentialId);
  const [after, ...more] = listRegistryCredentials(world.data.db, world.environment.id);
  assert.ok(before && after && more.length === 0);
  assert.equal(readSealed(world.data.db, after.secretId), 'sealed second');
  assert.equal(readSealed(world.data.db, before.secretId), '');
});

test('a version signs in only with a credential of its environment and of the registry of its image', () => {
  using world = new World();
  const { credentialId } = addRegistryCredential(world.ctx, world.environment, INPUT);
  const source = { kind: 'image', image: 'registry.example.com/shop/order:1', credentialId } as const;
  assert.deepEqual(world.deploy(world.environment.id, source), []);
  assert.deepEqual(world.deploy(world.other.id, source), ['spec.source.credentialId credential_missing']);
  assert.deepEqual(
    world.deploy(world.environment.id, { ...source, image: 'elsewhere.example.com/order:1' }),
    ['spec.source.credentialId credential_other_registry'],
  );
});

test('a removed credential leaves no password and can be used by nobody', () => {
  using world = new World();
  const { credentialId } = addRegistryCredential(world.ctx, world.environment, INPUT);
  const [row] = listRegistryCredentials(world.data.db, world.environment.id);
  assert.throws(() => removeRegistryCredential(world.ctx, world.other, credentialId), { code: 'not_found' });
  removeRegistryCredential(world.ctx, world.environment, credentialId);
  assert.deepEqual(listRegistryCredentials(world.data.db, world.environment.id), []);
  assert.equal(readSealed(world.data.db, row?.secretId ?? ''), '');
  assert.throws(() => removeRegistryCredential(world.ctx, world.environment, credentialId), {
    code: 'not_found',
  });
  deleteEnvironment(world.ctx, world.environment);
});

test("a version is made from its own service's package alone", () => {
  using world = new World();
  const environmentId = world.environment.id;
  const owner = createService(world.ctx, { environmentId, name: 'owner', remark: '' });
  registerPackage(world.ctx, owner, UPLOADED);
  const source = { kind: 'package', packageId: UPLOADED.id } as const;
  assert.deepEqual(world.deploy(environmentId, source), ['spec.source.packageId package_missing']);
  const spec = specInputSchema.parse({ source });
  deployVersion(world.ctx, owner, { spec, trafficStrategy: 'keep-zero', remark: '' });
});
