import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { insertEnvironment } from '#db/stores/environments.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { signedIn, type TestCaller } from '#server/api/test-caller.ts';

let data: TemporaryData;
let tester: TestCaller;
let serviceId: string;

before(async () => {
  data = temporaryData();
  process.env.DATA_DIR = data.dataDir;
  for (const id of ['env-a', 'env-b']) {
    insertEnvironment(data.db, { id, alias: id, region: 'sh', createdAt: 1, updatedAt: 1 });
  }
  const owner = await signedIn(data.db, 'owner');
  tester = await signedIn(data.db, 'tester', 'env-a');
  ({ serviceId } = await owner.api.services.create({ environmentId: 'env-a', name: 'shop' }));
});

after(async () => {
  const { closeConsole } = await import('#server/api/console-state.ts');
  closeConsole();
  data[Symbol.dispose]();
});

async function streams() {
  const opened = await Promise.all([
    tester.api.live.person(),
    tester.api.live.environment({ environmentId: 'env-a' }),
    tester.api.live.service({ serviceId }),
  ]);
  const readers = opened.map((stream) => stream[Symbol.asyncIterator]());
  await Promise.all(readers.map((reader) => reader.next()));
  return readers;
}

function setRole(role: 'tester' | 'product'): void {
  data.db.$client.prepare(`update grants set role = ? where environment_id = 'env-a'`).run(role);
}

function move(from: string, to: string): void {
  data.db.$client.prepare('update grants set environment_id = ? where environment_id = ?').run(to, from);
}

test('every stream tells its reader of another role', async () => {
  const readers = await streams();
  const told = readers.map((reader) => reader.next());
  setRole('product');
  for (const message of await Promise.all(told)) assert.equal(message.done, false);
});

test('who lost an environment hears it where no right is needed, and its streams end', async () => {
  const [person, ...others] = await streams();
  const ends = others.map((reader) => assert.rejects(reader.next(), { code: 'NOT_FOUND' }));
  const told = person?.next();
  move('env-a', 'env-b');
  await Promise.all(ends);
  assert.equal((await told)?.done, false);
  move('env-b', 'env-a');
});

test('every stream ends with the session', async () => {
  const readers = await streams();
  const ends = readers.map((reader) => assert.rejects(reader.next(), { code: 'UNAUTHORIZED' }));
  data.db.$client.exec('delete from session');
  await Promise.all(ends);
});
