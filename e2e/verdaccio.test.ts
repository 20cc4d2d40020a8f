// Real input: a server that none of us wrote, deployed through the console's API and used by its own client.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { packageClosure } from '#e2e/package-closure.ts';
import { send, visit } from '#e2e/visitor.ts';
import { startService, startWorld, type World } from '#e2e/world.ts';
import { Engine } from '#server/runner/docker/engine.ts';
import {
  buildImage,
  folderFiles,
  type ImageFile,
  programFiles,
} from '#server/runner/docker/scratch-image.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const IMAGE = 'cloudberth-test/verdaccio:1';
const PORT = 4873;

const CONFIG = `
storage: /verdaccio/storage
auth: { htpasswd: { file: /verdaccio/htpasswd, max_users: 10 } }
packages: { '**': { access: $all, publish: $authenticated } }
log: { type: stdout, format: json, level: http }
`;

let world: World;
let folder: string;

before(async () => {
  const engine = new Engine(process.env.DOCKER_HOST);
  await buildImage(
    engine,
    {
      tag: IMAGE,
      from: 'scratch',
      files: await verdaccioFiles(),
      instructions: [
        `ENTRYPOINT ["/usr/bin/node", "/app/node_modules/verdaccio/bin/verdaccio", "--config", "/verdaccio/config.yaml", "--listen", "0.0.0.0:${PORT}"]`,
      ],
    },
    () => {},
    AbortSignal.timeout(300_000),
  );
  folder = mkdtempSync(path.join(tmpdir(), 'berth-npm-'));
  world = await startWorld({ runner: 'docker' });
});

after(async () => {
  await world?.installation[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  await new Engine(process.env.DOCKER_HOST).docker.getImage(IMAGE).remove({ force: true });
});

test('a package registry from npm runs as a service, and npm publishes to it, views and installs from it', async () => {
  const { url } = await startService(world, 'registry', { image: IMAGE, port: PORT });
  assert.equal((await visit(`${url}-/ping`)).status, 200);
  await signUp(url);

  const made = path.join(folder, 'made');
  mkdirSync(made);
  const manifest = { name: 'berth-greeting', version: '1.2.3', main: 'index.js' };
  writeFileSync(path.join(made, 'package.json'), JSON.stringify(manifest));
  writeFileSync(path.join(made, 'index.js'), "module.exports = '你好';\n");
  await npm(made, url, ['publish']);

  assert.equal((await npm(folder, url, ['view', 'berth-greeting', 'version'])).trim(), '1.2.3');

  const used = path.join(folder, 'used');
  mkdirSync(used);
  writeFileSync(path.join(used, 'package.json'), JSON.stringify({ name: 'used', version: '1.0.0' }));
  await npm(used, url, ['install', 'berth-greeting']);
  const installed = path.join(used, 'node_modules', 'berth-greeting', 'index.js');
  assert.ok(existsSync(installed));
  assert.match(readFileSync(installed, 'utf8'), /你好/);
});

async function verdaccioFiles(): Promise<ImageFile[]> {
  const folders = packageClosure(ROOT, 'verdaccio').filter(
    (one, _, all) => !all.some((other) => other !== one && one.startsWith(`${other}/`)),
  );
  const packages = await Promise.all(folders.map((one) => folderFiles(path.join(ROOT, one), `/app/${one}`)));
  return [
    ...(await programFiles(process.execPath, '/usr/bin/node')),
    ...packages.flat(),
    { kind: 'text', path: '/verdaccio/config.yaml', text: CONFIG },
    { kind: 'directory', path: '/verdaccio/storage' },
    { kind: 'directory', path: '/tmp', mode: 0o1777 },
  ];
}

/** Makes a user as `npm adduser` does, and keeps the token for later calls. */
async function signUp(url: string): Promise<void> {
  const body = { name: 'tester', password: 'a long enough one' };
  const answer = await send(`${url}-/user/org.couchdb.user:tester`, { method: 'PUT', body });
  assert.equal(answer.status, 201);
  const { token } = JSON.parse(answer.text) as { token: string };
  writeFileSync(path.join(folder, 'npmrc'), `//${new URL(url).host}/:_authToken=${token}\n`);
}

async function npm(cwd: string, registry: string, args: string[]): Promise<string> {
  const npmrc = path.join(folder, 'npmrc');
  const { stdout } = await promisify(execFile)(
    'npm',
    [
      ...args,
      '--registry',
      registry,
      '--userconfig',
      npmrc,
      '--cache',
      path.join(folder, 'cache'),
      '--no-audit',
    ],
    {
      cwd,
      env: {
        ...process.env,
        HOME: folder,
        NODE_OPTIONS: `--require ${ROOT}/e2e/resolve-localhost.cjs`,
      },
    },
  );
  return stdout;
}
