import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createCipheriv, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { insertSecret, readSealed } from '#db/stores/secrets.ts';
import { type TemporaryData, temporaryData } from '#db/temporary.ts';
import { SYSTEM } from '#server/commands/context.ts';
import { createEnvironment } from '#server/commands/create-environment.ts';
import { randomText } from '#server/commands/random-text.ts';
import { countSealed } from '#server/commands/replace-secret-key.ts';
import { secretPlace } from '#server/domain/sealed-place.ts';
import { readKeys } from '#server/keys/key-file.ts';
import { idOfKey } from '#server/keys/sealed-text.ts';
import { openSecretBox } from '#server/keys/secret-box.ts';

const SCRIPT = path.join(import.meta.dirname, 'secrets.ts');
const MANY = 5_000;

function run(dataDir: string, ...args: string[]) {
  const env = { ...process.env, DATA_DIR: dataDir };
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    env,
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
}

function environmentOf({ db, dataDir }: TemporaryData): string {
  const { seal } = openSecretBox(dataDir);
  return createEnvironment(
    { db, actor: SYSTEM, now: Date.now, randomText, seal },
    { alias: 'a', region: 'sh' },
  ).id;
}

function keep({ db, dataDir }: TemporaryData, environmentId: string, id: string, text: string): void {
  const { seal } = openSecretBox(dataDir);
  const sealed = seal(text, secretPlace(environmentId, id));
  insertSecret(db, { id, environmentId, sealed, createdAt: 1, createdBy: 'test' });
}

function readBack({ db, dataDir }: TemporaryData, environmentId: string, id: string): string {
  return openSecretBox(dataDir).unseal(readSealed(db, id), secretPlace(environmentId, id));
}

test('a rotation that was killed is finished by the next one, while a running product goes on', async () => {
  using data = temporaryData();
  const environmentId = environmentOf(data);
  const { dataDir, db } = data;
  const oldFile = readFileSync(path.join(dataDir, 'keys', 'secrets.key'), 'utf8');
  fillInFirstForm(data, environmentId, Buffer.from(oldFile, 'hex'));
  const running = openSecretBox(dataDir);

  const child = spawn(process.execPath, [SCRIPT, 'rotate'], {
    env: { ...process.env, DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const left = db.$client.prepare(`select count(*) from secrets where sealed like 'v1.%'`).pluck();
  const deadline = performance.now() + 20_000;
  while (left.get() === MANY && performance.now() < deadline) await wait(1);
  child.kill('SIGKILL');
  await ended;
  const rest = Number(left.get());
  assert.ok(rest > 0 && rest < MANY, `killed on its way: ${rest} left`);
  assert.equal(readKeys(dataDir, 'secrets').length, 2);
  const counted = countSealed({ db }, readKeys(dataDir, 'secrets'));
  assert.deepEqual(counted, { total: MANY, byOlderKey: rest, unreadable: [] });

  const last = `sec-${String(MANY - 1).padStart(6, '0')}`;
  for (const id of ['sec-000000', last]) {
    assert.equal(running.unseal(readSealed(db, id), secretPlace(environmentId, id)), 'hunter2', id);
  }
  keep(data, environmentId, 'new', 'of meanwhile');
  const rotated = run(dataDir, 'rotate');
  assert.equal(rotated.status, 0, rotated.said);
  const [key, ...others] = readKeys(dataDir, 'secrets');
  assert.deepEqual(others, []);
  assert.match(rotated.said, new RegExp(`^Sealed ${rest} values anew by key ${key && idOfKey(key)}\\.`));
  assert.ok(!readFileSync(path.join(dataDir, 'keys', 'secrets.key'), 'utf8').includes(oldFile));
  assert.equal(readBack(data, environmentId, last), 'hunter2');
  assert.equal(readBack(data, environmentId, 'new'), 'of meanwhile');
  assert.equal(running.unseal(readSealed(db, last), secretPlace(environmentId, last)), 'hunter2');
  const now = countSealed({ db }, readKeys(dataDir, 'secrets'));
  assert.deepEqual(now, { total: MANY + 1, byOlderKey: 0, unreadable: [] });
});

/** Many secrets as version 0.1 sealed them: the same bytes would open in any row. */
function fillInFirstForm({ db }: TemporaryData, environmentId: string, key: Buffer): void {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  const sealed = Buffer.concat([cipher.update('hunter2', 'utf8'), cipher.final()]);
  const text = `v1.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
  db.$client
    .prepare(
      `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${MANY - 1})
       insert into secrets (id, environment_id, sealed, created_at, created_by)
       select printf('sec-%06d', i), ?, ?, 1, 'test' from n`,
    )
    .run(environmentId, text);
}

test('nothing is changed while a secret does not open, unless that is asked for', () => {
  using data = temporaryData();
  const environmentId = environmentOf(data);
  keep(data, environmentId, 'lost', 'of another key');
  const file = path.join(data.dataDir, 'keys', 'secrets.key');
  writeFileSync(file, randomBytes(32).toString('hex'));
  keep(data, environmentId, 'kept', 'hunter2');
  const before = readFileSync(file, 'utf8');
  for (const verb of ['check', 'rotate']) {
    const { status, said } = run(data.dataDir, verb);
    assert.equal(status, 1);
    assert.match(
      said,
      new RegExp(`1 of 2 sealed values do not open:\\n {2}secrets/${environmentId}/lost\\n`),
    );
  }
  assert.equal(readFileSync(file, 'utf8'), before);
  assert.equal(run(data.dataDir, 'rotate', '--leave-unreadable').status, 0);
  assert.notEqual(readFileSync(file, 'utf8'), before);
  assert.equal(readBack(data, environmentId, 'kept'), 'hunter2');
});

test('what it cannot do is said in words, without a stack', () => {
  using data = temporaryData();
  const { status, said } = run(data.dataDir, 'check', '--leave-unreadable');
  assert.equal(status, 1);
  assert.match(said, /^usage: npm run secrets/);
  assert.doesNotMatch(said, /\n +at /);
  const env = { ...process.env, DATA_DIR: data.dataDir, BERTH_SECRET_KEY: 'hunter2' };
  const { stderr } = spawnSync(process.execPath, [SCRIPT, 'check'], { env, encoding: 'utf8' });
  assert.match(stderr, /^BERTH_SECRET_KEY is not a key/);
  assert.doesNotMatch(stderr, /hunter2|\n +at /);
});
