import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { skipWithoutEngine } from './docker/test-engine.ts';
import { installationId, openRunner } from './open-runner.ts';

const NOBODY = 'unix:///tmp/no-such-engine.sock';

function newDataDir(context: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'berth-open-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'data');
}

test('auto is embedded where no engine answers', async (context) => {
  const runner = await openRunner({ kind: 'auto', dataDir: newDataDir(context), dockerHost: NOBODY });
  assert.equal(runner.kind, 'embedded');
  await runner.close();
});

test('auto is docker where an engine answers', { skip: await skipWithoutEngine() }, async (context) => {
  const dockerHost = process.env.DOCKER_HOST;
  const runner = await openRunner({ kind: 'auto', dataDir: newDataDir(context), dockerHost });
  assert.equal(runner.kind, 'docker');
  assert.deepEqual(await runner.list(), []);
  await runner.close();
});

test('docker that was asked for stays docker while its engine is down', async (context) => {
  const runner = await openRunner({ kind: 'docker', dataDir: newDataDir(context), dockerHost: NOBODY });
  assert.equal((await runner.facts()).isUp, false);
  await runner.close();
});

test('auto stays docker on an installation that ran on docker, while its engine is down', async (context) => {
  const dataDir = newDataDir(context);
  await (await openRunner({ kind: 'docker', dataDir, dockerHost: NOBODY })).close();
  const runner = await openRunner({ kind: 'auto', dataDir, dockerHost: NOBODY });
  assert.equal(runner.kind, 'docker');
  await runner.close();
});

test('an installation keeps its id, and two have different ones', (context) => {
  const dataDir = newDataDir(context);
  const id = installationId(dataDir);
  assert.match(id, /^[0-9a-f]{12}$/);
  assert.equal(installationId(dataDir), id);
  assert.notEqual(installationId(newDataDir(context)), id);
});

test('an id that was not written whole is refused: with it, containers of others would be ours', (context) => {
  const dataDir = newDataDir(context);
  installationId(dataDir);
  writeFileSync(path.join(dataDir, 'installation-id'), '');
  assert.throws(() => installationId(dataDir), /damaged/);
});
