import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TRPCError } from '@trpc/server';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn } from '#server/api/test-caller.ts';
import { refusedWith } from '#server/api/test-refusal.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';

const PASSWORD = 'only the deployer reads this';

let data: TemporaryData;
let state: typeof import('#server/api/console-state.ts');
let environmentId: string;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  state = await import('#server/api/console-state.ts');
  const { commandContext } = await import('#server/api/context.ts');
  const ctx = commandContext(state.consoleState(), SYSTEM);
  environmentId = createEnvironment(ctx, { alias: 'test', region: 'sh' }).id;
});

after(() => {
  state.closeConsole();
  data[Symbol.dispose]();
});

test('a password goes in and never comes out, and only for those who may deploy', async () => {
  const operator = (await signedIn(data.db, 'ops', environmentId)).api.credentials;
  const added = { environmentId, registry: 'Registry.example.com', username: 'robot', password: PASSWORD };
  const { credentialId } = await operator.add(added);
  const [listed, ...more] = await operator.list({ environmentId });
  assert.deepEqual(more, []);
  assert.deepEqual(Object.keys(listed ?? {}).sort(), ['createdAt', 'id', 'registry', 'username']);
  assert.deepEqual([listed?.id, listed?.registry], [credentialId, 'registry.example.com']);
  const stored = data.db.$client.prepare('SELECT json_group_array(after) AS told FROM events').get();
  assert.doesNotMatch(JSON.stringify(stored), new RegExp(PASSWORD));
  const secrets = data.db.$client.prepare('SELECT sealed FROM secrets').all();
  assert.doesNotMatch(JSON.stringify(secrets), new RegExp(PASSWORD));

  const product = (await signedIn(data.db, 'product', environmentId)).api.credentials;
  const hidden = (error: unknown) => error instanceof TRPCError && error.code === 'NOT_FOUND';
  await assert.rejects(product.list({ environmentId }), hidden);
  await assert.rejects(product.add(added), hidden);
  await assert.rejects(product.remove({ environmentId, credentialId }), hidden);
  await operator.remove({ environmentId, credentialId });
  assert.deepEqual(await operator.list({ environmentId }), []);
  await assert.rejects(operator.remove({ environmentId, credentialId }), refusedWith('not_found'));
});
